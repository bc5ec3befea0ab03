// Opens a closed case again, with its reports.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { type CaseHead, ReopenCase } from "./model.ts";
import { decideReopen } from "./rules.ts";
import { addToTimeline, caseForUpdate, followCase, updateCase } from "./store.ts";

/** @throws refused when it is open; not_found. */
export async function reopenCase(ctx: Context, input: ReopenCase): Promise<CaseHead> {
  requirePermission(ctx, "case.close");
  const { caseId, reason } = ReopenCase.parse(input);
  return await withTransaction(ctx, async (tx) => {
    decideReopen(await caseForUpdate(tx, caseId));
    const [pointer] = await tx.execute(sql`select 1 from cases where id = ${caseId} and merged_into_id is not null`);
    if (pointer)
      throw new AppError("refused", "This case was merged into another. Take the merge back instead.", {
        words: "merging.refusal.pointer",
      });
    const reopened = sql`status = 'open', closed_at = null, close_reason = null, close_outcome = null`;
    const after = await updateCase(tx, caseId, reopened);
    for (const reportId of await followCase(tx, caseId, "in_case", null))
      await writeAudit(tx, ctx, {
        action: "report.reopen",
        objectType: "report",
        objectId: reportId,
        detail: { caseId },
      });
    await addToTimeline(tx, ctx, { caseId, kind: "reopened", body: reason });
    await writeAudit(tx, ctx, { action: "case.reopen", objectType: "case", objectId: caseId, detail: { reason } });
    return after;
  });
}
