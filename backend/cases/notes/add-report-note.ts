// Adds an internal note to a report, also one that is in no case. Notes never leave the desk.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { AddNote } from "../model.ts";
import { personOf, reportForUpdate } from "../store.ts";

export const AddReportNote = AddNote.omit({ caseId: true }).extend({ reportId: z.uuid("Expected an identifier.") });
export type AddReportNote = z.infer<typeof AddReportNote>;

/** @throws not_found. An ended report still takes notes. */
export async function addReportNote(ctx: Context, input: AddReportNote): Promise<{ id: string; at: string }> {
  requirePermission(ctx, "report.assess");
  const { reportId, body } = AddReportNote.parse(input);
  const at = ctx.now().toISOString();
  const id = newId(ctx.now());
  return await withTransaction(ctx, async (tx) => {
    await reportForUpdate(tx, reportId);
    await tx.execute(
      sql`insert into report_notes (id, report_id, author_id, body, at) values (${id}, ${reportId}, ${personOf(ctx)}, ${body}, ${at})`,
    );
    await writeAudit(tx, ctx, {
      action: "report.note",
      objectType: "report",
      objectId: reportId,
      detail: { noteId: id },
    });
    return { id, at };
  });
}
