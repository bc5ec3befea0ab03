// One step of an import or of its undo: some rows, what became of them and the next step in one transaction, so that a crash loses and repeats nothing.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob, publish } from "../../platform/jobs/index.ts";
import { applyRows } from "./apply-rows.ts";
import { importStepJob } from "./start-import.ts";
import type { StoredImport } from "./store.ts";
import { undoLines } from "./undo-lines.ts";

const Payload = z.object({ importId: z.string().refine(isId) });
/** Rows in one transaction. */
const rowsAStep = 100;

/** Two workers at the same import take turns: the row of the import is locked for the step. */
export async function runImportStep(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { importId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const [stored] =
      await tx.execute<StoredImport>(sql`select id, file_name as "fileName", header, mapping, defaults, state, version, sheet
      from register_imports where id = ${importId} and state in ('running', 'undoing') for update`);
    if (!stored) return;
    const isUndo = stored.state === "undoing";
    const done = isUndo ? await undoLines(tx, ctx, stored, rowsAStep) : await applyRows(tx, ctx, stored, rowsAStep);
    const action = isUndo ? "register.import_undo_rows" : "register.import_rows";
    if (done > 0)
      await writeAudit(tx, ctx, { action, objectType: "register_import", objectId: importId, detail: { rows: done } });
    if (done > 0) await addJob(tx, importStepJob, { importId }, { key: `import:${importId}` });
    else await end(tx, ctx, importId, isUndo);
  });
}

async function end(tx: Tx, ctx: Context, importId: string, isUndo: boolean): Promise<void> {
  const at = sql`${ctx.now().toISOString()}::timestamptz`;
  await tx.execute(
    isUndo
      ? sql`update register_imports set state = 'undone', version = version + 1, undone_at = ${at} where id = ${importId}`
      : sql`update register_imports set state = 'done', version = version + 1, ended_at = ${at} where id = ${importId}`,
  );
  await writeAudit(tx, ctx, {
    action: isUndo ? "register.import_undone" : "register.import_done",
    objectType: "register_import",
    objectId: importId,
  });
  await publish(tx, { type: "registry.changed" });
}

/** Takes up what a crash left: a step that is waiting already is only one. */
export async function resumeImports(ctx: Context): Promise<void> {
  requirePermission(ctx, "registry.change");
  await withTransaction(ctx, async (tx) => {
    const open = await tx.execute<{ id: string }>(
      sql`select id from register_imports where state in ('running', 'undoing')`,
    );
    for (const { id } of open) {
      await addJob(tx, importStepJob, { importId: id }, { key: `import:${id}` });
      await writeAudit(tx, ctx, { action: "register.import_resume", objectType: "register_import", objectId: id });
    }
  });
}

/** How long the cells of an import are kept after it ended, in days: names and telephones of an old file. */
const keptDays = 90;

/** Empties the cells of imports that ended long ago; what they changed stays undoable. Previews that nobody ran go whole. */
export async function tidyImports(ctx: Context): Promise<void> {
  requirePermission(ctx, "registry.change");
  const before = new Date(ctx.now().getTime() - keptDays * 86_400_000).toISOString();
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute(
      sql`delete from register_imports where state = 'preview' and created_at < ${before}::timestamptz returning id`,
    );
    const emptied = await tx.execute<{
      id: string;
    }>(sql`update register_imports set emptied_at = ${ctx.now().toISOString()}::timestamptz
      where state in ('done', 'undone') and emptied_at is null and coalesce(undone_at, ended_at) < ${before}::timestamptz returning id`);
    for (const { id } of emptied)
      await tx.execute(sql`update register_import_rows set cells = '{}', findings = jsonb_build_object('problems', '[]'::jsonb, 'changes', '[]'::jsonb,
        'duplicates', '[]'::jsonb, 'target', null, 'sameAsLine', null) where import_id = ${id}`);
    if (gone.length + emptied.length > 0)
      await writeAudit(tx, ctx, {
        action: "register.import_tidy",
        objectType: "register_import",
        objectId: "all",
        detail: { forgotten: gone.length, emptied: emptied.length },
      });
  });
}
