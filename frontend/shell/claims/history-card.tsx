// What the register said of a claim before, with the days on which it did.
import { For, type JSX, Show } from "solid-js";
import type { ClaimPage } from "../../../backend/registry/claims/views/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { sayPeriod } from "./say-claims.ts";

export function HistoryCard(props: { claim: ClaimPage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("claims.history")} count={props.claim.versions.length + 1}>
      <ul class="claim-rows">
        <li>
          <div class="claim-words">
            <p>
              {t(`claims.state.${props.claim.state}`)} · {sayPeriod(t, props.claim)}
            </p>
            <p class="quiet-text small-text">
              {t("claims.recorded_since", { at: formatInstant(props.claim.recordedAt) })}
            </p>
          </div>
        </li>
        <For each={props.claim.versions}>
          {(version) => (
            <li>
              <div class="claim-words">
                <p>
                  {t(`claims.state.${version.state}`)} · {sayPeriod(t, version)}
                </p>
                <Show when={version.reason !== ""}>
                  <p class="small-text">{version.reason}</p>
                </Show>
                <p class="quiet-text small-text">
                  {t("claims.recorded_between", {
                    from: formatInstant(version.recordedFrom),
                    until: formatInstant(version.recordedUntil),
                  })}
                </p>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
