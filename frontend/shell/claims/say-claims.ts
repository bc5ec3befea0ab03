// Days, spans and states of network claims in the language of the moment.
import type { ClaimState } from "../../../backend/registry/claims/model.ts";
import type { Tone } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import type { Words } from "../../platform/words.ts";

/** "2026-03-01" where the instant is a day's beginning in UTC, else date and time. */
export function sayDay(at: string): string {
  return /T00:00:00(\.0+)?Z$/.test(at) ? at.slice(0, 10) : formatInstant(at);
}

/** "from 2024-01-01 until 2026-03-01", with what is not known left out. */
export function sayPeriod(
  t: Words,
  { heldFrom, heldUntil }: { heldFrom: string | null; heldUntil: string | null },
): string {
  if (heldFrom && heldUntil) return t("claims.period.both", { from: sayDay(heldFrom), until: sayDay(heldUntil) });
  if (heldFrom) return t("claims.period.from", { from: sayDay(heldFrom) });
  if (heldUntil) return t("claims.period.until", { until: sayDay(heldUntil) });
  return t("claims.period.always");
}

export const toneOfState: Record<ClaimState, Tone> = {
  proposed: "medium",
  waiting: "medium",
  active: "low",
  disputed: "critical",
  contesting: "high",
  refused: "plain",
  withdrawn: "plain",
};
