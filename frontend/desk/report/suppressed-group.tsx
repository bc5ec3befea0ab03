// What a warning list or the allow-list keeps aside of a report: folded, each with the list's name or the entry's reason.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { SuppressedView } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import { sayHeldBy } from "../rules/held-by.ts";
import { titleOf } from "./say-finding.ts";
import { defangPiece } from "./segment-text.ts";
import "../rules/rules.css";

export function SuppressedGroup(props: { suppressed: readonly SuppressedView[] }): JSX.Element {
  const t = useWords();
  const valueOf = (one: SuppressedView): string => {
    const place = one.locations[0];
    return place === undefined ? one.source : place.kind === "field" ? place.value : place.text;
  };
  return (
    <Show when={props.suppressed.length > 0}>
      <details class="held-aside">
        <summary>{t("desk.findings.suppressed", { count: props.suppressed.length })}</summary>
        <ul class="findings">
          <For each={props.suppressed}>
            {(one) => (
              <li class="finding" data-verdict="benign">
                <p>
                  <A href={`/findings/${one.id}`}>{titleOf(t, one)}</A>{" "}
                  <code>{defangPiece(valueOf(one).slice(0, 200))}</code>
                </p>
                <p class="small-text">{sayHeldBy(t, one.heldBy)}</p>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Show>
  );
}
