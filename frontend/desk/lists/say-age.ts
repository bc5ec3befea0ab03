// How long something takes or has stood, in the reader's words for minutes, hours and days.
import { formatAge } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";

export function sayAge(ageMs: number): string {
  const t = useWords();
  return formatAge(ageMs, {
    minute: t("desk.unit.minute"),
    hour: t("desk.unit.hour"),
    day: t("desk.unit.day"),
  });
}
