// Disputes as a list: what about, between whom, since when, and until when both are asked.
import { A } from "@solidjs/router";
import { For, type JSX } from "solid-js";
import type { DisputeRow } from "../../../backend/registry/claims/views/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";

export const toneOfDispute: Record<DisputeRow["state"], Tone> = {
  open: "critical",
  proposed: "high",
  settled: "low",
  withdrawn: "plain",
};

export function DisputesCard(props: { rows: DisputeRow[] }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("claims.disputes")} count={props.rows.length}>
      <ul class="claim-rows">
        <For each={props.rows} fallback={<li class="quiet-text">{t("claims.no_disputes")}</li>}>
          {(row) => (
            <li>
              <div class="claim-words">
                <p>
                  <A href={`/disputes/${row.id}`} class="mono value">
                    {row.value}
                  </A>{" "}
                  <span class="quiet-text figures">{row.reference}</span>
                </p>
                <p class="small-text">{t("claims.between", { first: row.standingName, second: row.challengerName })}</p>
                <p class="quiet-text small-text">{t("claims.answer_by", { day: row.answerBy.slice(0, 10) })}</p>
              </div>
              <span class="claim-tags">
                <Tag tone={toneOfDispute[row.state]}>{t(`claims.dispute.${row.state}`)}</Tag>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
