// How the rule did and what it costs, whose it is, and under which names it fires.
import { For, type JSX, Show } from "solid-js";
import type { RulePage } from "../../../backend/triage/rules/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant, formatNumber, formatShare } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { sayCost } from "./say-rule.ts";

export function RecordCard(props: { rule: RulePage }): JSX.Element {
  const t = useWords();
  const record = () => props.rule.record;
  return (
    <Card title={t("rules.record")}>
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
        <dt>{t("rules.last_hit")}</dt>
        <dd>{record().lastHitAt ? formatInstant(record().lastHitAt ?? "") : t("rules.never")}</dd>
        <dt>{t("rules.cost")}</dt>
        <dd class="figures" title={t("rules.cost_hint")}>
          {sayCost(t, props.rule.cost)}
        </dd>
        <Show when={props.rule.author}>
          <dt>{t("rules.author")}</dt>
          <dd>{props.rule.author}</dd>
        </Show>
        <dt>{t("rules.licence")}</dt>
        <dd>{props.rule.licence === "" ? t("rules.no_licence") : props.rule.licence}</dd>
        <dt>{t("rules.origin")}</dt>
        <dd>
          <Show when={props.rule.pack} fallback={t(`rules.origin.${props.rule.origin}`)}>
            {(pack) => <a href={`/desk/rules/packs/${pack().id}`}>{pack().name}</a>}
          </Show>
        </dd>
        <Show when={props.rule.path}>
          <dt>{t("rules.path")}</dt>
          <dd class="mono">{props.rule.path}</dd>
        </Show>
        <dt>{t("rules.names")}</dt>
        <dd>
          <For each={props.rule.names} fallback="–">
            {(name) => <code class="name-line">{name}</code>}
          </For>
        </dd>
      </dl>
    </Card>
  );
}
