// Rules as rows: on a wide screen a table, on a narrow one a sheet each, with the same words.
import { For, type JSX, Show } from "solid-js";
import type { RuleRow } from "../../../backend/triage/rules/model.ts";
import { toneOf } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatNumber, formatShare } from "../../platform/format.ts";
import { Moment, Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { sayCost, sayOwner } from "./say-rule.ts";
import { StateTag } from "./state-tag.tsx";

export function RulesTable(props: { rows: readonly RuleRow[] }): JSX.Element {
  const t = useWords();
  const heads = ["rule", "state", "level", "hits", "precision", "cost", "last_hit"] as const;
  return (
    <div class="table-scroll" tabindex="0" role="region" aria-label={t("rules.title")}>
      <table class="table rules-table">
        <thead>
          <tr>
            <For each={heads}>
              {(name) => (
                <th scope="col" title={name === "cost" ? t("rules.cost_hint") : undefined}>
                  {t(`rules.${name}`)}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>{(row) => <Row row={row} />}</For>
        </tbody>
      </table>
    </div>
  );
}

function Row(props: { row: RuleRow }): JSX.Element {
  const t = useWords();
  const record = () => props.row.record;
  return (
    <tr>
      <td class="rule-name">
        <a data-row href={`/desk/rules/${props.row.id}`}>
          {props.row.title === "" ? t("rules.no_title") : props.row.title}
        </a>
        <p class="quiet-text small-text">{[t(`rules.kind.${props.row.kind}`), sayOwner(t, props.row)].join(" · ")}</p>
      </td>
      <td>
        <StateTag state={props.row.state} />
        <Show when={props.row.publication}>
          {(publication) => (
            <p class="small-text">
              {publication().state === "waiting" ? (
                t("rules.waits_second")
              ) : (
                <Said>{(moment) => t("rules.alone_until", { time: moment(publication().expiresAt ?? "") })}</Said>
              )}
            </p>
          )}
        </Show>
        <Show when={props.row.hasDraft && props.row.state !== "draft"}>
          <p class="small-text quiet-text">{t("rules.has_draft")}</p>
        </Show>
      </td>
      <td data-label={t("rules.level")}>
        <Tag tone={toneOf(props.row.level)}>{t(`desk.level.${props.row.level}`)}</Tag>
      </td>
      <td class="figures" data-label={t("rules.hits")}>
        {formatNumber(record().hits)}
      </td>
      <td class="figures" data-label={t("rules.precision")}>
        <Show when={record().precision !== null} fallback={<span class="quiet-text">–</span>}>
          {formatShare(record().precision ?? 0)}{" "}
          <span class="quiet-text">(n = {formatNumber(record().true + record().false)})</span>
        </Show>
      </td>
      <td class="figures" data-label={t("rules.cost")}>
        {sayCost(t, props.row.cost)}
      </td>
      <td class="figures" data-label={t("rules.last_hit")}>
        <Show when={record().lastHitAt} fallback={<span class="quiet-text">–</span>}>
          {(at) => <Moment at={at()} />}
        </Show>
      </td>
    </tr>
  );
}
