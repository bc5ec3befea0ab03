// Others' claims on, in and around a claim; the most specific wins where it lies.
import { For, type JSX, Show } from "solid-js";
import type { OverlapView } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { sayPeriod } from "./say-claims.ts";

export function OverlapsCard(props: {
  overlaps: OverlapView[];
  /** How another's name is shown, where it is known. */
  holder?: (overlap: OverlapView) => JSX.Element;
  onContest?: ((overlap: OverlapView) => void) | undefined;
}): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("claims.overlaps")} count={props.overlaps.length}>
      <p class="quiet-text small-text">{t("claims.overlaps_hint")}</p>
      <ul class="claim-rows">
        <For each={props.overlaps} fallback={<li class="quiet-text">{t("claims.no_overlaps")}</li>}>
          {(overlap) => (
            <li>
              <div class="claim-words">
                <p>
                  <b class="mono value">{overlap.value}</b>{" "}
                  <span class="quiet-text">{t(`claims.relation.${overlap.relation}`)}</span>
                </p>
                <p class="small-text quiet-text">
                  {props.holder?.(overlap)} {sayPeriod(t, overlap)}
                </p>
              </div>
              <Show when={props.onContest}>
                {(contest) => (
                  <Button
                    isSmall
                    aria-label={`${t("claims.contest")} ${overlap.value}`}
                    onClick={() => contest()(overlap)}
                  >
                    {t("claims.contest")}
                  </Button>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
