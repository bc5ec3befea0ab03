// One session: agenda with who keeps away, opening with the quorum, votes, deliberation numbers and extracts.
import { A, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindSession, boundSessionSteps, type SessionStep } from "../../../backend/compliance/decisions/model.ts";
import type { SessionView } from "../../../backend/compliance/decisions/answers/model.ts";
import type { MatterListRow } from "../../../backend/compliance/sanctions/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { OpenFile, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard, type StepOffer } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";

export function SessionPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<SessionView>(() => `/api/v1/office/sessions/${params.id}`);
  const [matters] = createResource(
    async () => (await apiGet<{ rows: MatterListRow[] }>("/api/v1/office/matters")).rows,
  );
  const offers = (view: SessionView): StepOffer[] => {
    if (view.state === "closed" || !can("authority.decide")) return [];
    const members = view.inOffice.map(({ id, name }) => ({ value: id, label: name }));
    const items = view.agenda
      .filter(({ result }) => result === null)
      .map(({ id, position, title }) => ({ value: id, label: `${position}. ${title}` }));
    const offer = (kind: SessionStep["kind"], fields: StepOffer["fields"]): StepOffer => ({
      kind,
      label: t(`decisions.session.step.${kind}`),
      fields,
      ...(boundSessionSteps.includes(kind) ? { binding: bindSession(view.id, view.version, kind) } : {}),
    });
    const open = (matters.latest ?? [])
      .filter(({ state }) => state !== "closed")
      .map(({ id, reference, entity }) => ({ value: id, label: `${reference} – ${entity}` }));
    const add = offer("add_item", [
      { name: "title", kind: "text" },
      { name: "matterId", kind: "choice", options: open, isOptional: true },
    ]);
    const recuse = offer("recuse", [
      { name: "itemId", kind: "choice", options: items },
      { name: "memberId", kind: "choice", options: members },
      { name: "reason", kind: "text" },
    ]);
    if (view.state === "called")
      return [
        add,
        offer("open", [{ name: "present", kind: "many", options: members }]),
        ...(items.length > 0 ? [recuse] : []),
      ];
    const count = (name: string) => ({ name, kind: "number" as const, first: "0" });
    const vote = offer("vote", [
      { name: "itemId", kind: "choice", options: items },
      count("votesFor"),
      count("votesAgainst"),
      count("abstained"),
      { name: "isAdjourned", kind: "tick" },
      { name: "decision", kind: "long" },
    ]);
    return [add, ...(items.length > 0 ? [recuse, vote] : [offer("close", [])])];
  };
  return (
    <ThingPage read={read} back="/sessions">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>{view().reference}</h1>
            <span class="quiet-text">
              {formatInstant(view().heldAt)} {view().place}
            </span>
            <Tag tone="indigo">{t(`decisions.session.${view().state}`)}</Tag>
          </header>
          <p class="quiet-text">
            {t("decisions.sessions.quorum", { count: view().quorum })}
            <Show when={view().members !== null}>
              {" "}
              · {t("decisions.sessions.present", { present: view().present.length, members: view().members ?? 0 })}
            </Show>
          </p>
          <Show when={view().inOffice.length === 0}>
            <Notice tone="mind">{t("decisions.sessions.no_members")}</Notice>
          </Show>
          <div class="authority-columns">
            <Card title={t("decisions.sessions.agenda")} count={view().agenda.length}>
              <ul class="authority-rows">
                <For each={view().agenda}>
                  {(item) => (
                    <li>
                      <p>
                        <strong>
                          {item.position}. {item.title}
                        </strong>{" "}
                        <Show when={item.result}>
                          {(result) => (
                            <Tag tone={result() === "adopted" ? "low" : "plain"}>
                              {t(`decisions.session.result.${result()}`)}
                            </Tag>
                          )}
                        </Show>
                      </p>
                      <For each={item.recused}>
                        {(one) => (
                          <p class="quiet-text small-text">
                            {t("decisions.sessions.recused", { name: one.name, reason: one.reason })}
                          </p>
                        )}
                      </For>
                      <Show when={item.matterId}>
                        {(id) => (
                          <p>
                            <A href={`/matters/${id()}`}>{t("inspections.kind.matter")}</A>
                          </p>
                        )}
                      </Show>
                      <Show when={item.result}>
                        <p class="small-text">
                          {t("decisions.votes", {
                            for: item.votesFor ?? 0,
                            against: item.votesAgainst ?? 0,
                            abstained: item.abstained ?? 0,
                          })}
                        </p>
                        <p class="authority-said">{item.decision}</p>
                      </Show>
                      <Show when={item.deliberationNumber}>
                        {(number) => (
                          <p class="authority-acts">
                            <strong class="figures">{number()}</strong>
                            <Show when={item.extractFileId}>
                              {(id) => <OpenFile id={id()} name={`${number().replaceAll("/", "-")}.pdf`} />}
                            </Show>
                          </p>
                        )}
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <div>
              <StepCard
                asks="proceeding"
                title={t("inspections.page.next")}
                offers={offers(view())}
                run={async (kind, body) => {
                  await apiPost(`/api/v1/office/sessions/${params.id}/steps`, {
                    version: read.page()?.version,
                    step: { kind, ...body },
                  });
                  await read.reload();
                }}
              />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
