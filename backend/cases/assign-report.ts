// Gives a report to somebody, or to nobody.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { AssignReport, type ReportHead } from "./model.ts";
import { decideVersion } from "./rules.ts";
import { canSeeCase, canWorkCases, changeReport, reportForUpdate } from "./store.ts";

/** @throws invalid_input for somebody who works no cases; conflict; not_found. */
export async function assignReport(ctx: Context, input: AssignReport): Promise<ReportHead> {
  requirePermission(ctx, "report.assign");
  const { reportId, personId, version } = AssignReport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    decideVersion(before.version, version, "report");
    if (personId && !(await canWorkCases(tx, personId)))
      throw invalidInput([{ path: "personId", message: "Expected a person who works cases." }]);
    if (personId && before.caseId !== null && !(await canSeeCase(tx, before.caseId, personId)))
      throw invalidInput([
        { path: "personId", message: "Expected a member of the restricted case that it belongs to." },
      ]);
    const after = await changeReport(tx, reportId, sql`assigned_to = ${personId}`);
    const detail = { from: before.assignedTo, to: personId };
    await writeAudit(tx, ctx, { action: "report.assign", objectType: "report", objectId: reportId, detail });
    return after;
  });
}
