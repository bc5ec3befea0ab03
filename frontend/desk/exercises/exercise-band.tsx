// The loud band over everything that was made in an exercise.
import type { JSX } from "solid-js";
import { useWords } from "../../platform/words.ts";
import "./exercises.css";

export function ExerciseBand(): JSX.Element {
  const t = useWords();
  return (
    <p class="exercise-band" role="note">
      {t("exercises.band")}
    </p>
  );
}
