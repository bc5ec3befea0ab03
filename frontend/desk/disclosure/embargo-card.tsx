// The date until which all keep silent: who agreed to the one that stands, and those before it.
import { createSignal, For, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { FieldsDialog, toInstant } from "./fields-dialog.tsx";
import { type DisclosureWork, nameOf } from "./work.ts";

export function EmbargoCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { of } = work;
  const [asked, setAsked] = createSignal<"date" | "consent">();
  const [newest] = of.embargoes;
  const silent = (): string[] =>
    of.vendors
      .filter(({ id, leftAt }) => leftAt === null && !newest?.consents.some(({ partyId }) => partyId === id))
      .map(({ name }) => name);
  return (
    <Card title={t("disclosure.embargo.title")} count={of.embargoes.length}>
      <div class="care-acts">
        <Show when={of.number === null}>
          <Button isSmall look={newest ? "quiet" : "main"} onClick={() => setAsked("date")}>
            {t(newest ? "disclosure.embargo.change" : "disclosure.embargo.set")}
          </Button>
        </Show>
        <Show when={newest}>
          <Button isSmall look="quiet" onClick={() => setAsked("consent")}>
            {t("disclosure.embargo.note")}
          </Button>
        </Show>
      </div>
      <Show when={of.embargoes.length === 0}>
        <p class="quiet-text">
          {t("disclosure.embargo.none")}{" "}
          {t(of.isProposalVerified ? "disclosure.embargo.proposed" : "disclosure.embargo.unverified", {
            when: formatInstant(of.proposedUntil),
          })}
        </p>
      </Show>
      <ul class="care-rows">
        <For each={of.embargoes}>
          {(one, at) => (
            <li>
              <div>
                <b>{t("disclosure.embargo.line", { number: one.number, until: formatInstant(one.until) })}</b>
                <p class="disclosure-words">{one.reason}</p>
                <p class="quiet-text small-text">
                  {t("disclosure.desk.by", { name: one.setBy ?? "—", when: formatInstant(one.setAt) })}
                </p>
                <For each={one.consents}>
                  {(consent) => (
                    <p class="small-text">
                      {nameOf(of, consent.partyId)}:{" "}
                      <Tag tone={consent.answer === "agreed" ? "low" : "critical"}>
                        {t(`disclosure.embargo.${consent.answer}`)}
                      </Tag>{" "}
                      {consent.note}
                    </p>
                  )}
                </For>
                <Show when={at() === 0}>
                  <For each={silent()}>
                    {(name) => (
                      <p class="small-text">
                        {name}: {t("disclosure.embargo.waits")}
                      </p>
                    )}
                  </For>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={asked() === "date"}>
        <FieldsDialog
          title={t("disclosure.embargo.title")}
          description={t("disclosure.embargo.asks_again")}
          act={t("disclosure.desk.save")}
          fields={[
            { name: "until", label: t("disclosure.embargo.until"), kind: "instant", value: localOf(of.proposedUntil) },
            { name: "reason", label: t("disclosure.embargo.reason"), kind: "text" },
          ]}
          send={async ({ until, reason }) =>
            await apiPost(`${work.path}/embargoes`, { until: toInstant(until), reason })
          }
          onClose={() => setAsked(undefined)}
          onDone={work.reload}
        />
      </Show>
      <Show when={asked() === "consent"}>
        <FieldsDialog
          title={t("disclosure.embargo.note")}
          act={t("disclosure.desk.save")}
          fields={[
            {
              name: "partyId",
              label: t("disclosure.desk.vendor"),
              kind: "choice",
              options: of.vendors
                .filter(({ leftAt }) => leftAt === null)
                .map(({ id, name }) => ({ value: id, label: name })),
            },
            {
              name: "answer",
              label: t("disclosure.desk.outcome"),
              kind: "choice",
              options: (["agreed", "refused"] as const).map((value) => ({
                value,
                label: t(`disclosure.embargo.${value}`),
              })),
            },
            { name: "note", label: t("disclosure.desk.words"), kind: "text" },
          ]}
          send={async (values) => await apiPost(`${work.path}/consents`, { ...values, embargoId: newest?.id })}
          onClose={() => setAsked(undefined)}
          onDone={work.reload}
        />
      </Show>
    </Card>
  );
}

/** For a field of local time. */
function localOf(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
