// Opens a case from one or more reports; they belong to it from then on.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { type CaseHead, OpenCase } from "./model.ts";
import { drawReference } from "./references/draw-reference.ts";
import { decideJoin, highestSeverity, suggestTitle } from "./rules.ts";
import { addToTimeline, personOf, putIntoCase, reportsForUpdate } from "./store.ts";

/** @throws refused when a report is closed or belongs to a case; not_found. The opener owns the case. */
export async function openCase(ctx: Context, input: OpenCase): Promise<CaseHead> {
  requirePermission(ctx, "case.open");
  const { reportIds, title, severity } = OpenCase.parse(input);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    const reports = await reportsForUpdate(tx, reportIds);
    for (const report of reports) decideJoin(report);
    const first = reports.find((report) => report.id === reportIds[0]) ?? reports[0];
    if (!first) throw new Error("a case opens from a report");
    const opened: CaseHead = {
      id: newId(now),
      reference: await drawReference(tx, ctx),
      title: title ?? suggestTitle(first.subject, first.description),
      status: "open",
      severity: severity ?? highestSeverity(reports.map((report) => report.severity)),
      version: 1,
    };
    await tx.execute(sql`insert into cases (id, reference, organisation_id, title, severity, rsit_class, rsit_type, marking, owner_id, opened_by, opened_at, is_demo)
      values (${opened.id}, ${opened.reference}, ${first.organisationId}, ${opened.title}, ${opened.severity}, ${first.rsitClass}, ${first.rsitType},
        ${first.marking}, ${personOf(ctx)}, ${personOf(ctx)}, ${now.toISOString()}, ${first.isDemo})`);
    await addToTimeline(tx, ctx, { caseId: opened.id, kind: "opened", body: "" });
    for (const report of reports) {
      await putIntoCase(tx, ctx, opened.id, report.id);
      const detail = { reportId: report.id, reference: report.reference };
      await addToTimeline(tx, ctx, { caseId: opened.id, kind: "report_joined", body: report.reference, detail });
      await writeAudit(tx, ctx, {
        action: "report.join",
        objectType: "report",
        objectId: report.id,
        detail: { caseId: opened.id },
      });
    }
    await writeAudit(tx, ctx, {
      action: "case.open",
      objectType: "case",
      objectId: opened.id,
      detail: {
        reference: opened.reference,
        reports: reports.map((report) => report.reference),
        severity: opened.severity,
      },
    });
    await publish(tx, { type: "case.opened", caseId: opened.id });
    return opened;
  });
}
