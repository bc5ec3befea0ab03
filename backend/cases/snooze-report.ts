// Lets a report sleep until an instant, or wakes it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { type ReportHead, SnoozeReport } from "./model.ts";
import { decideSnooze, decideVersion } from "./rules.ts";
import { changeReport, reportForUpdate } from "./store.ts";

/** @throws invalid_input for a past instant or one beyond a year; refused when closed; conflict; not_found. */
export async function snoozeReport(ctx: Context, input: SnoozeReport): Promise<ReportHead> {
  requirePermission(ctx, "report.assign");
  const { reportId, until, version } = SnoozeReport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    decideVersion(before.version, version, "report");
    decideSnooze(before, until === null ? null : new Date(until), ctx.now());
    const after = await changeReport(tx, reportId, sql`snoozed_until = ${until}`);
    const detail = { from: before.snoozedUntil, to: until };
    await writeAudit(tx, ctx, { action: "report.snooze", objectType: "report", objectId: reportId, detail });
    return after;
  });
}
