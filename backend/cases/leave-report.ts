// Takes a report out of its case again; it goes back to the queue.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { LeaveReport, type ReportHead } from "./model.ts";
import { decideLeave } from "./rules.ts";
import { addToTimeline, caseForUpdate, changeReport, reportForUpdate } from "./store.ts";

/** @throws refused when the case is closed; not_found when the report is not in it. */
export async function leaveReport(ctx: Context, input: LeaveReport): Promise<ReportHead> {
  requirePermission(ctx, "case.join");
  const { caseId, reportId, reason } = LeaveReport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const holder = await caseForUpdate(tx, caseId);
    const report = await reportForUpdate(tx, reportId);
    decideLeave(report, caseId, holder);
    await tx.execute(sql`delete from case_reports where case_id = ${caseId} and report_id = ${reportId}`);
    const after = await changeReport(tx, reportId, sql`status = 'triaged'`);
    const detail = { reportId, reference: report.reference, reason };
    await addToTimeline(tx, ctx, { caseId, kind: "report_left", body: report.reference, detail });
    await writeAudit(tx, ctx, {
      action: "report.leave",
      objectType: "report",
      objectId: reportId,
      detail: { caseId, reason },
    });
    // The case's own history tells it as well.
    await writeAudit(tx, ctx, { action: "case.report_left", objectType: "case", objectId: caseId, detail });
    return after;
  });
}
