// Words for units: those that ship have words, others are the committee's own text.
import { hasWords, useWords } from "../../platform/words.ts";

export function sayUnit(unit: string): string {
  const t = useWords();
  return hasWords(`committee.unit.${unit}`) ? t(`committee.unit.${unit}`) : unit;
}
