// Why a report that slept is back in the list. Pure.
import type { QueueRow } from "../../../backend/reporting/model.ts";

const dayMs = 86_400_000;
/** Why a report is back in the list, for a day: an answer, more like it, or that its time came. */
export function wokenBy(
  row: Pick<QueueRow, "woken" | "snoozedUntil">,
  nowMs: number,
): "answer" | "alike" | "time" | undefined {
  if (row.woken && nowMs - Date.parse(row.woken.at) < dayMs) return row.woken.by;
  if (row.snoozedUntil === null) return undefined;
  const agoMs = nowMs - Date.parse(row.snoozedUntil);
  return agoMs >= 0 && agoMs < dayMs ? "time" : undefined;
}
