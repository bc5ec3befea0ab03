// Ends a report outside a case: rejected (nothing to do) or closed (dealt with), each with a reason.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { CloseReport, RejectReport, type ReportHead } from "./model.ts";
import { decideEnd, decideVersion } from "./rules.ts";
import { changeReport, reportForUpdate } from "./store.ts";

/** @throws refused when it is in a case or closed; conflict; not_found. */
export async function rejectReport(ctx: Context, input: RejectReport): Promise<ReportHead> {
  return await endReport(ctx, RejectReport.parse(input), "rejected");
}

/** @throws the same as `rejectReport`. */
export async function closeReport(ctx: Context, input: CloseReport): Promise<ReportHead> {
  return await endReport(ctx, CloseReport.parse(input), "closed");
}

async function endReport(ctx: Context, input: CloseReport, status: "rejected" | "closed"): Promise<ReportHead> {
  requirePermission(ctx, "report.close");
  const { reportId, reason, version } = input;
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    decideVersion(before.version, version, "report");
    decideEnd(before);
    const after = await changeReport(
      tx,
      reportId,
      sql`status = ${status}, closed_reason = ${reason}, snoozed_until = null`,
    );
    const action = status === "rejected" ? "report.reject" : "report.close";
    await writeAudit(tx, ctx, {
      action,
      objectType: "report",
      objectId: reportId,
      detail: { from: before.status, reason },
    });
    return after;
  });
}
