// Takes a rejected or closed report back into the queue: the inverse of ending it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { type ReportHead, ReopenReport } from "./model.ts";
import { decideReopenReport } from "./rules.ts";
import { changeReport, reportForUpdate } from "./store.ts";

/** @throws refused when it is open or belongs to a closed case; not_found. */
export async function reopenReport(ctx: Context, input: ReopenReport): Promise<ReportHead> {
  requirePermission(ctx, "report.close");
  const { reportId } = ReopenReport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    decideReopenReport(before);
    const after = await changeReport(tx, reportId, sql`status = 'triaged', closed_reason = null`);
    await writeAudit(tx, ctx, {
      action: "report.reopen",
      objectType: "report",
      objectId: reportId,
      detail: { from: before.status },
    });
    return after;
  });
}
