// How the rule did and what became of it: judgements, versions, who published it.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { FindingExplanation } from "../../../../backend/reporting/explanations/model.ts";
import { Card } from "../../../parts/card/card.tsx";
import { formatInstant, formatNumber, formatShare } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { can } from "../../../shell/session.ts";
import { StateTag } from "../state-tag.tsx";

export function HistoryCard(props: { of: FindingExplanation }): JSX.Element {
  const t = useWords();
  const record = () => props.of.record;
  return (
    <Card
      title={t("rules.explain.history")}
      aside={<Show when={props.of.history}>{(history) => <StateTag state={history().state} />}</Show>}
    >
      <dl class="facts">
        <dt>{t("rules.hits")}</dt>
        <dd class="figures">{t("rules.hits_in_reports", { hits: record().hits, reports: record().reports })}</dd>
        <dt>{t("rules.precision")}</dt>
        <dd class="figures">
          {record().precision === null
            ? t("rules.never_judged")
            : `${formatShare(record().precision ?? 0)} (n = ${formatNumber(record().true + record().false)})`}
        </dd>
        <dt>{t("rules.judged")}</dt>
        <dd>{t("rules.judged_counts", { yes: record().true, no: record().false, benign: record().benign })}</dd>
        <Show when={record().lastHitAt}>
          {(at) => (
            <>
              <dt>{t("rules.last_hit")}</dt>
              <dd>{formatInstant(at())}</dd>
            </>
          )}
        </Show>
      </dl>
      <Show when={props.of.history} fallback={<p class="quiet-text small-text">{t("rules.explain.no_history")}</p>}>
        {(history) => (
          <>
            <Show when={history().pack}>
              {(pack) => (
                <p class="small-text">{t("rules.from_pack", { name: pack().name, licence: pack().licence })}</p>
              )}
            </Show>
            <ul class="reasons small-text">
              <For each={history().versions}>
                {(one) => (
                  <li>
                    {t("rules.version_line", { version: one.version, time: formatInstant(one.createdAt) })}
                    {one.writtenBy.length > 0 ? ` · ${one.writtenBy.join(", ")}` : ""}
                    {one.isInForce ? ` · ${t("rules.in_force")}` : ""}
                    {one.isThis ? ` · ${t("rules.explain.this_one")}` : ""}
                    {one.note === "" ? "" : ` · ${one.note}`}
                  </li>
                )}
              </For>
              <For each={history().publications}>
                {(one) => (
                  <li>
                    {t("rules.explain.published", {
                      version: one.version,
                      asker: one.askedBy,
                      approver: one.approvedBy ?? "–",
                      way: one.way,
                    })}
                  </li>
                )}
              </For>
            </ul>
            <Show when={can("rule.read")}>
              <p>
                <A href={`/rules/${history().ruleId}`}>{t("rules.explain.open_rule")}</A>
              </p>
            </Show>
          </>
        )}
      </Show>
    </Card>
  );
}
