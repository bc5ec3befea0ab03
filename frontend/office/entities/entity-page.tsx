// One entity of the remit: its classes and their history, its online services, what is open with this authority, and asking the register for other classes.
import { A, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { EntityPage as EntityView } from "../../../backend/compliance/requalification/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, hasWords, useWords } from "../../platform/words.ts";
import { Facts, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { lawName } from "../work/law-names.ts";

const dayOf = (at: string): string => at.slice(0, 10);
const tones = { pending: "medium", approved: "low", refused: "high", withdrawn: "plain" } as const;

export function EntityPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<EntityView>(() => `/api/v1/office/entities/${params.id}`);
  return (
    <ThingPage read={read} back="/entities">
      {(view) => {
        const nameOf = (id: string): string =>
          view().knownClasses.find((one) => one.id === id)?.names[currentLanguage()] ?? id;
        const say = (fact: string, value: unknown): string => {
          if (Array.isArray(value)) return value.map((one) => nameOf(String(one))).join(", ") || "–";
          const text = typeof value === "string" ? value : "–";
          const key = `desk.directory.sector.${text}`;
          return fact === "sector" && hasWords(key) ? t(key) : text;
        };
        return (
          <>
            <header class="authority-head">
              <h1>{view().name}</h1>
              <span class="figures quiet-text">{view().reference}</span>
              <Tag>{say("sector", view().sector)}</Tag>
            </header>
            <div class="authority-columns">
              <div>
                <Card title={t("yearly.entity.classes")} count={view().classes.length}>
                  <Show
                    when={view().classes.length > 0}
                    fallback={<p class="quiet-text">{t("yearly.entity.no_classes")}</p>}
                  >
                    <p class="authority-acts">
                      <For each={view().classes}>{(one) => <Tag tone="indigo">{nameOf(one.id)}</Tag>}</For>
                    </p>
                  </Show>
                </Card>
                <Card title={t("yearly.entity.services")} count={view().services.length}>
                  <ul class="authority-rows">
                    <For each={view().services} fallback={<li class="quiet-text">{t("yearly.nothing")}</li>}>
                      {(service) => (
                        <li>
                          <p>
                            <strong>{service.name}</strong>{" "}
                            <Show when={service.endedOn}>
                              {(day) => <Tag>{t("yearly.entity.until", { at: day() })}</Tag>}
                            </Show>
                          </p>
                          <p class="quiet-text small-text">
                            {service.url} · {t(`register.service.audience.${service.audience}`)}
                          </p>
                          <For each={service.compliance}>
                            {(one) => (
                              <p class="small-text">
                                {one.instrument}: {t(`register.compliance.state.${one.state}`)}
                              </p>
                            )}
                          </For>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
                <Card title={t("yearly.entity.history")} count={view().history.length}>
                  <ul class="authority-rows">
                    <For each={view().history}>
                      {(line) => (
                        <li>
                          <p>
                            <span class="quiet-text">{t(`yearly.entity.fact.${line.fact}`)}:</span>{" "}
                            {say(line.fact, line.value)}
                          </p>
                          <p class="quiet-text small-text">
                            {[
                              line.validFrom === null ? "" : t("yearly.entity.since", { at: dayOf(line.validFrom) }),
                              line.validUntil === null ? "" : t("yearly.entity.until", { at: dayOf(line.validUntil) }),
                              t("yearly.entity.written", { at: dayOf(line.recordedAt) }),
                              line.why ?? "",
                            ]
                              .filter((part) => part !== "")
                              .join(" · ")}
                          </p>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </div>
              <div>
                <Card title={t("yearly.entity.counts")}>
                  <Facts
                    rows={(["filings", "lateFilings", "inspections", "matters", "complaints"] as const).map(
                      (name) => [t(`yearly.entity.count.${name}`), String(view().counts[name])] as const,
                    )}
                  />
                  <p>
                    <A href="/filings">{t("authority.nav.filings")}</A>
                  </p>
                </Card>
                <AskCard view={view()} nameOf={nameOf} onDone={read.reload} />
                <Show when={view().requalifications.length > 0}>
                  <Card title={t("yearly.entity.asked")} count={view().requalifications.length}>
                    <ul class="authority-rows">
                      <For each={view().requalifications}>
                        {(one) => (
                          <li>
                            <p>
                              <del>{one.before.map(nameOf).join(", ") || "–"}</del> →{" "}
                              <ins>{one.after.map(nameOf).join(", ")}</ins>
                            </p>
                            <p>
                              <Tag tone={tones[one.state]}>{t(`yearly.asked.${one.state}`)}</Tag>{" "}
                              <span class="quiet-text small-text">
                                {lawName(one.packId)}, {one.articles} · <Moment at={one.askedAt} />
                              </span>
                            </p>
                            <p class="authority-said">{one.reason}</p>
                            <Show when={one.decision !== ""}>
                              <p class="authority-said">{one.decision}</p>
                            </Show>
                          </li>
                        )}
                      </For>
                    </ul>
                  </Card>
                </Show>
              </div>
            </div>
          </>
        );
      }}
    </ThingPage>
  );
}

function AskCard(props: {
  view: EntityView;
  nameOf: (id: string) => string;
  onDone: () => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const packs = () => props.view.packs.map((value) => ({ value, label: value }));
  return (
    <Show
      when={props.view.can.ask}
      fallback={
        <Show when={props.view.requalifications.some(({ state }) => state === "pending")}>
          <p class="quiet-text">{t("yearly.entity.waits")}</p>
        </Show>
      }
    >
      <StepCard
        asks="proceeding"
        title={t("yearly.entity.requalify")}
        act={t("yearly.entity.ask")}
        offers={
          props.view.packs.length === 0
            ? []
            : [
                {
                  kind: "requalify",
                  label: t("yearly.entity.requalify"),
                  note: <p class="quiet-text">{t("yearly.entity.requalify_note")}</p>,
                  fields: [
                    {
                      name: "classes",
                      label: t("yearly.entity.classes"),
                      kind: "many",
                      options: props.view.knownClasses.map(({ id }) => ({ value: id, label: props.nameOf(id) })),
                      first: props.view.classes.map(({ id }) => id).join(),
                    },
                    { name: "packId", kind: "choice", options: packs(), first: packs()[0]?.value ?? "" },
                    { name: "articles", kind: "text", label: t("yearly.entity.articles") },
                    { name: "reason", kind: "long" },
                  ],
                },
              ]
        }
        none={t("yearly.entity.no_law")}
        run={async (_kind, body) => {
          const { view, onDone } = props;
          await apiPost(`/api/v1/office/entities/${view.id}/requalifications`, body);
          showToast({ text: t("yearly.entity.asked_toast") });
          await onDone();
        }}
      />
    </Show>
  );
}
