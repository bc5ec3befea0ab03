// How a dispute was settled, or is proposed to be, in a sentence, with the reason.
import { type JSX, Show } from "solid-js";
import type { DisputePage } from "../../../backend/registry/claims/views/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { sayDay } from "./say-claims.ts";

export function OutcomeCard(props: { dispute: DisputePage; acts?: JSX.Element }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.dispute.outcome}>
      {(outcome) => (
        <Card title={t(props.dispute.state === "settled" ? "claims.settled" : "claims.settlement_proposed")}>
          <div class="claim-stack">
            <p>
              {t(`claims.outcome_text.${outcome()}`, {
                first: props.dispute.standingName,
                second: props.dispute.challengerName,
                day: props.dispute.splitAt === null ? "" : sayDay(props.dispute.splitAt),
              })}
            </p>
            <p class="statement">{props.dispute.reason}</p>
            <Show when={props.dispute.proposedByName}>
              <p class="quiet-text small-text">
                {t("claims.proposed_by", { name: props.dispute.proposedByName ?? "" })}
              </p>
            </Show>
            {props.acts}
          </div>
        </Card>
      )}
    </Show>
  );
}
