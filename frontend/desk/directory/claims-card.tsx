// What a constituent holds and held, with its dates and proof, and who held the same before, after or around it.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { statesInForce } from "../../../backend/registry/claims/model.ts";
import type { ClaimView } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { now } from "../../shell/data/clock.ts";
import { can } from "../../shell/session.ts";
import { saySpan } from "./say-facts.ts";

export function ClaimsCard(props: { claims: ClaimView[]; onEnd: (claim: ClaimView) => void }): JSX.Element {
  const t = useWords();
  const hasEnded = (claim: ClaimView): boolean => claim.heldUntil !== null && Date.parse(claim.heldUntil) <= now();
  return (
    <Card title={t("desk.directory.claims")} count={props.claims.length}>
      <ul class="entries">
        <For each={props.claims} fallback={<li class="quiet-text">{t("desk.directory.no_claims")}</li>}>
          {(claim) => (
            <li class="entry" data-ended={hasEnded(claim) ? "" : undefined}>
              <div class="entry-words">
                <p>
                  <A href={`/claims/${claim.id}`} class="mono value">
                    {claim.value}
                  </A>{" "}
                  <span class="quiet-text">{t(`desk.directory.kind.${claim.kind}`)}</span>
                </p>
                <p class="small-text">{saySpan(t, claim)}</p>
                <ClaimStateTags claim={claim} />
                <p class="quiet-text small-text">
                  {t("desk.directory.by_proof", {
                    proof: t(`claims.proofs.${claim.proof}`),
                    source: claim.source === "console" ? t("claims.from_console") : claim.source,
                  })}
                </p>
                <Show when={claim.others.length > 0}>
                  <p class="quiet-text small-text">{t("desk.directory.others")}</p>
                  <ul class="others small-text">
                    <For each={claim.others}>
                      {(other) => (
                        <li>
                          <A href={`/directory/${other.constituentId}`}>{other.name}</A>{" "}
                          <span class="mono">{other.value}</span> · {saySpan(t, other)}
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </div>
              <Show when={can("registry.change") && statesInForce.includes(claim.state)}>
                <Button
                  isSmall
                  look="quiet"
                  aria-label={`${t(claim.heldUntil === null ? "desk.directory.end" : "desk.directory.move_end")} ${claim.value}`}
                  onClick={() => props.onEnd(claim)}
                >
                  {t(claim.heldUntil === null ? "desk.directory.end" : "desk.directory.move_end")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
