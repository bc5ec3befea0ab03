// Who found it and what the publication calls them; the incidents of the country in which it was exploited, with the clocks of the laws.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ExploitedClock } from "../../../backend/compliance/exploited/model.ts";
import { creditWishes } from "../../../backend/coordination/disclosure/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { FieldsDialog, toInstant } from "./fields-dialog.tsx";
import type { DisclosureWork } from "./work.ts";

export function FindersCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const [editing, setEditing] = createSignal<string>();
  const finder = () => work.of.finders.find(({ id }) => id === editing());
  return (
    <Card title={t("disclosure.desk.finders")} count={work.of.finders.length}>
      <ul class="care-rows">
        <For each={work.of.finders} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
          {(one) => (
            <li>
              <div>
                <A href={`/reports/${one.reportId}?view=all`}>{one.reference}</A> · {t(`disclosure.wish.${one.wish}`)}
                <Show when={one.credit}>
                  : <b>{one.credit}</b>
                </Show>
                <p class="quiet-text small-text">
                  {one.policyVersion === null
                    ? t("disclosure.desk.no_policy")
                    : t("disclosure.desk.by_policy", { version: one.policyVersion })}
                </p>
              </div>
              <Button isSmall look="quiet" onClick={() => setEditing(one.id)}>
                {t("disclosure.desk.edit_credit")}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <Show when={finder()} keyed>
        {(one) => (
          <FieldsDialog
            title={t("disclosure.desk.edit_credit")}
            act={t("disclosure.desk.save")}
            fields={[
              {
                name: "wish",
                label: t("disclosure.desk.credit"),
                kind: "choice",
                value: one.wish,
                options: creditWishes.map((value) => ({ value, label: t(`disclosure.wish.${value}`) })),
              },
              { name: "credit", label: t("disclosure.finder.credit"), kind: "line", value: one.credit },
            ]}
            send={async (values) => await apiPut(`${work.path}/finders/${one.id}`, values)}
            onClose={() => setEditing(undefined)}
            onDone={work.reload}
          />
        )}
      </Show>
    </Card>
  );
}

export function ExploitedCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const [isLinking, setLinking] = createSignal(false);
  const clocks = createPage<{ rows: ExploitedClock[] }>(() => `${work.path}/clocks?language=${currentLanguage()}`);
  return (
    <Card title={t("disclosure.desk.exploited")} count={work.of.exploitations.length}>
      <div class="care-acts">
        <Button isSmall onClick={() => setLinking(true)}>
          {t("disclosure.desk.link_incident")}
        </Button>
      </div>
      <ul class="care-rows">
        <For each={work.of.exploitations} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
          {(one) => (
            <li>
              <div>
                <A class="care-name" href={`/cases/${one.incidentId}`}>
                  {one.reference} {one.title}
                </A>
                <p class="quiet-text small-text">
                  {t("disclosure.desk.known_at")}: {formatInstant(one.knownAt)}
                </p>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={(clocks.answer()?.rows ?? []).length > 0}>
        <h3>{t("disclosure.desk.clocks")}</h3>
        <ul>
          <For each={clocks.answer()?.rows ?? []}>
            {(one) => (
              <li>
                {t("disclosure.desk.clock", {
                  law: one.law,
                  step: one.step,
                  due: one.dueAt === null ? "—" : formatInstant(one.dueAt),
                })}{" "}
                <Tag tone={one.trust === "verified" ? "low" : "medium"}>{t(`duties.verification.${one.trust}`)}</Tag>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={isLinking()}>
        <FieldsDialog
          title={t("disclosure.desk.link_incident")}
          act={t("disclosure.desk.link_incident")}
          fields={[
            { name: "reference", label: t("disclosure.desk.incident"), kind: "line" },
            { name: "knownAt", label: t("disclosure.desk.known_at"), kind: "instant" },
          ]}
          send={async ({ reference, knownAt }) =>
            await apiPost(`${work.path}/exploitations`, { reference, knownAt: toInstant(knownAt) })
          }
          onClose={() => setLinking(false)}
          onDone={work.reload}
        />
      </Show>
    </Card>
  );
}
