// Words of duties and filings, loaded once for the pages that speak them; how far away a deadline is.
import { formatInstant } from "../../platform/format.ts";
import { loadRoom, type Words } from "../../platform/words.ts";

/** Pages wait for it before they show anything. */
export async function loadLawWords(): Promise<true> {
  await loadRoom("duties", "filings", "fields");
  return true;
}

/** "3 hours left", "2 days over", in the unit that fits. */
export function sayLeft(t: Words, due: string, now: number): string {
  const minutes = Math.round((Date.parse(due) - now) / 60_000);
  const far = Math.abs(minutes);
  const [unit, count] =
    far >= 2 * 1440
      ? (["days", Math.round(far / 1440)] as const)
      : far >= 120
        ? (["hours", Math.round(far / 60)] as const)
        : (["minutes", far] as const);
  return t(minutes >= 0 ? "duties.left" : "duties.over", { unit, count });
}

export const instant = formatInstant;
