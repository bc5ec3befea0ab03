// The team's own clock on a report or case: when it ends and how long that is, by colour and word.
import { type JSX, Show } from "solid-js";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { sayAge } from "./say-age.ts";

const soonMs = 6 * 3_600_000;

export function ClockMark(props: { dueAt: string | null }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.dueAt}>
      {(dueAt) => {
        const leftMs = () => new Date(dueAt()).getTime() - now();
        const span = () => sayAge(Math.abs(leftMs()));
        return (
          <time
            class="figures clock-mark"
            dateTime={dueAt()}
            title={formatInstant(dueAt())}
            data-clock={leftMs() < 0 ? "late" : leftMs() < soonMs ? "soon" : "far"}
          >
            {leftMs() < 0 ? t("views.clock.late", { span: span() }) : t("views.clock.left", { span: span() })}
          </time>
        );
      }}
    </Show>
  );
}
