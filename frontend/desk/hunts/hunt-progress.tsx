// How far a hunt is: a bar with its numbers in words, for eyes and ears.
import { type JSX, Show } from "solid-js";
import type { HuntState, HuntView } from "../../../backend/triage/hunt/model.ts";
import type { Tone } from "../../parts/tag/tag.tsx";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";

export const stateTones: Record<HuntState, Tone> = {
  waiting: "medium",
  running: "indigo",
  done: "low",
  cancelled: "plain",
  failed: "critical",
};

/** Whether its numbers still move. */
export function isOpenHunt(hunt: Pick<HuntView, "state">): boolean {
  return hunt.state === "waiting" || hunt.state === "running";
}

export function HuntProgress(props: { hunt: HuntView }): JSX.Element {
  const t = useWords();
  const words = (): string =>
    t("hunts.progress", {
      done: formatNumber(props.hunt.reportsDone),
      total: formatNumber(props.hunt.reportsTotal),
    });
  return (
    <Show when={props.hunt.reportsTotal > 0}>
      <Show when={isOpenHunt(props.hunt)}>
        <progress
          class="hunt-bar"
          max={Math.max(1, props.hunt.reportsTotal)}
          value={props.hunt.reportsDone}
          aria-label={words()}
        />
      </Show>
      <p class="small-text quiet-text figures">{words()}</p>
    </Show>
  );
}
