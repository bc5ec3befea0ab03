// Rewrites a note, keeping what it said before, and comments on it. Notes and comments never leave the desk.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { caseForUpdate, personOf } from "../store.ts";
import { caseOfPart } from "../work/open-case-of.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { AddComment, ChangeNote } from "./model.ts";

/** @throws conflict when somebody else rewrote it; refused when nothing differs; not_found. A closed case still takes it. */
export async function changeNote(ctx: Context, input: ChangeNote): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { noteId, version, body } = ChangeNote.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await caseForUpdate(tx, await caseOfPart(tx, "case_notes", noteId, "note"));
    const [before] = await tx.execute<{ body: string; version: number }>(
      sql`select body, version from case_notes where id = ${noteId}`,
    );
    if (!before) throw notFound("note");
    decideSeen(before.version, version);
    if (before.body === body) throw refusal("nothing_changed", "This is the text as it stands.");
    await tx.execute(sql`insert into case_note_revisions (case_id, note_id, version, body, written_by, written_at)
      select case_id, id, version, body, coalesce(changed_by, author_id), coalesce(changed_at, at) from case_notes where id = ${noteId}`);
    await tx.execute(sql`update case_notes set body = ${body}, changed_by = ${personOf(ctx)}, changed_at = ${ctx.now().toISOString()},
      version = version + 1 where id = ${noteId}`);
    await writeAudit(tx, ctx, {
      action: "case.change_note",
      objectType: "case",
      objectId: caseId,
      detail: { noteId, version: before.version + 1 },
    });
    return { id: noteId, version: before.version + 1 };
  });
}

/** @throws not_found. */
export async function addComment(ctx: Context, input: AddComment): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { noteId, body } = AddComment.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await caseForUpdate(tx, await caseOfPart(tx, "case_notes", noteId, "note"));
    const commentId = newId(ctx.now());
    await tx.execute(sql`insert into case_note_comments (id, case_id, note_id, author_id, body, at)
      values (${commentId}, ${caseId}, ${noteId}, ${personOf(ctx)}, ${body}, ${ctx.now().toISOString()})`);
    await writeAudit(tx, ctx, {
      action: "case.comment_note",
      objectType: "case",
      objectId: caseId,
      detail: { noteId, commentId },
    });
    return { id: commentId };
  });
}
