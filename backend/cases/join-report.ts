// Joins a report to a case that is open.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { type CaseHead, JoinReport } from "./model.ts";
import { decideJoin } from "./rules.ts";
import { addToTimeline, caseForUpdate, putIntoCase, reportForUpdate } from "./store.ts";

/** @throws refused when either is closed or the report belongs to a case; not_found. */
export async function joinReport(ctx: Context, input: JoinReport): Promise<CaseHead> {
  requirePermission(ctx, "case.join");
  const { caseId, reportId } = JoinReport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const target = await caseForUpdate(tx, caseId);
    const report = await reportForUpdate(tx, reportId);
    decideJoin(report, target);
    await putIntoCase(tx, ctx, caseId, reportId);
    const detail = { reportId, reference: report.reference };
    await addToTimeline(tx, ctx, { caseId, kind: "report_joined", body: report.reference, detail });
    await writeAudit(tx, ctx, { action: "report.join", objectType: "report", objectId: reportId, detail: { caseId } });
    // The case's own history tells it as well.
    await writeAudit(tx, ctx, { action: "case.report_joined", objectType: "case", objectId: caseId, detail });
    const { id, reference, title, status, severity, version } = target;
    return { id, reference, title, status, severity, version };
  });
}
