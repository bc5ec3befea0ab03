// Closes a case with an outcome and a reason; its reports close with it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { askReporters } from "./after/ask-reporters.ts";
import { decideClosing } from "./closing/read-closing.ts";
import { type CaseHead, CloseCase } from "./model.ts";
import { decideClose, decideVersion } from "./rules.ts";
import { addToTimeline, caseForUpdate, followCase, updateCase } from "./store.ts";

/** @throws refused when closed already, or when something stands before this outcome (`findBlockers`); conflict; not_found. */
export async function closeCase(ctx: Context, input: CloseCase): Promise<CaseHead> {
  requirePermission(ctx, "case.close");
  const { caseId, version, outcome, reason } = CloseCase.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await caseForUpdate(tx, caseId);
    decideVersion(before.version, version, "case");
    decideClose(before);
    await decideClosing(tx, caseId, outcome);
    const closed = sql`status = 'closed', closed_at = ${ctx.now().toISOString()}, close_reason = ${reason}, close_outcome = ${outcome}`;
    const after = await updateCase(tx, caseId, closed);
    for (const reportId of await followCase(tx, caseId, "closed", reason))
      await writeAudit(tx, ctx, {
        action: "report.close",
        objectType: "report",
        objectId: reportId,
        detail: { caseId },
      });
    const asked = await askReporters(tx, ctx, caseId);
    await addToTimeline(tx, ctx, { caseId, kind: "closed", body: reason, detail: { outcome } });
    await writeAudit(tx, ctx, {
      action: "case.close",
      objectType: "case",
      objectId: caseId,
      detail: { outcome, reason, asked },
    });
    await publish(tx, { type: "case.closed", caseId });
    return after;
  });
}
