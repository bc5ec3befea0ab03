// Adds an internal note to a case. Notes never leave the desk.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { AddNote } from "./model.ts";
import { addToTimeline, caseForUpdate, personOf } from "./store.ts";

/** @throws not_found. A closed case still takes notes. */
export async function addNote(ctx: Context, input: AddNote): Promise<{ id: string; at: string }> {
  requirePermission(ctx, "case.change");
  const { caseId, body } = AddNote.parse(input);
  const at = ctx.now().toISOString();
  const id = newId(ctx.now());
  return await withTransaction(ctx, async (tx) => {
    await caseForUpdate(tx, caseId);
    await tx.execute(
      sql`insert into case_notes (id, case_id, author_id, body, at) values (${id}, ${caseId}, ${personOf(ctx)}, ${body}, ${at})`,
    );
    await addToTimeline(tx, ctx, { caseId, kind: "note", body: "", detail: { noteId: id } });
    await writeAudit(tx, ctx, { action: "case.note", objectType: "case", objectId: caseId, detail: { noteId: id } });
    return { id, at };
  });
}
