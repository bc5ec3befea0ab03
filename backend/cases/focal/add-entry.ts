// A focal point's note, question or proposed assessment at a report of the own areas.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { isRsitPair } from "../../triage/rsit/model.ts";
import { personOf } from "../store.ts";
import { AddFocalEntry } from "./model.ts";

/** @throws forbidden; not_found for a report of another area; invalid_input; refused for a question or proposal at an ended report. */
export async function addFocalEntry(ctx: Context, input: AddFocalEntry): Promise<{ id: string }> {
  requirePermission(ctx, "focal.write");
  const { reportId, kind, body, proposal } = AddFocalEntry.parse(input);
  if (proposal && !isRsitPair(proposal.rsitClass, proposal.rsitType))
    throw invalidInput([{ path: "proposal.rsitType", message: "Expected a type of that class." }]);
  const id = newId(ctx.now());
  await withTransaction(ctx, async (tx) => {
    const [report] = await tx.execute<{ status: string }>(sql`select status from reports where id = ${reportId}`);
    if (!report) throw notFound("report");
    if (kind !== "note" && (report.status === "closed" || report.status === "rejected"))
      throw new AppError("refused", "This report is closed: the desk takes no questions or proposals about it.", {
        words: "areas.refusal.ended",
      });
    await tx.execute(sql`insert into focal_entries (id, report_id, kind, body, proposal, author_id, at)
      values (${id}, ${reportId}, ${kind}, ${body}, ${proposal ? JSON.stringify(proposal) : null}::jsonb, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
    const detail = { entryId: id, kind };
    await writeAudit(tx, ctx, { action: "report.focal_entry", objectType: "report", objectId: reportId, detail });
  });
  return { id };
}
