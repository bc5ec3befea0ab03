// How far an entity has come with one law: a bar, the sentence, and what is not counted. Duties whose text nobody has read never fill the bar.
import { type JSX, Show } from "solid-js";
import type { Progress } from "../../../backend/compliance/assessments/model.ts";
import { useWords } from "../../platform/words.ts";
import "./assessments.css";

const parts = ["partly", "notMet", "lapsed", "excepted", "open", "notApplicable", "notCounted"] as const;

export function ProgressLine(props: { progress: Progress; isShort?: boolean }): JSX.Element {
  const t = useWords();
  const one = () => props.progress;
  const rest = () =>
    parts
      .filter((part) => one()[part] > 0)
      .map((part) => `${t(`assessments.progress.${part}`)}: ${one()[part]}`)
      .join(" · ");
  return (
    <div class="assessment-progress">
      <Show when={one().percent !== null} fallback={<p>{t("assessments.progress.nothing")}</p>}>
        <progress max={100} value={one().percent ?? 0} aria-label={t("assessments.progress.title")} />
        <p class="figures">
          {t("assessments.progress.line", {
            met: one().met,
            counted: one().counted,
            percent: one().percent ?? 0,
          })}
        </p>
      </Show>
      <Show when={!props.isShort && rest() !== ""}>
        <p class="quiet-text small-text">{rest()}</p>
      </Show>
    </div>
  );
}
