// Starts the run of an import, or its undo; the work is the worker's. One at a time for the whole register.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { ActOnImport, importStepUp, type ImportView } from "./model.ts";
import { loadImportView, lockImport } from "./store.ts";

export const importStepJob = "registry.import_step";

/** @throws AppError not_found; conflict on an older version, when it ran already, or while another import runs; step_up_required. */
export async function startImport(ctx: Context, importId: string, input: ActOnImport): Promise<ImportView> {
  requirePermission(ctx, "registry.change");
  const { version } = ActOnImport.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await lockImport(tx, importId, ["preview"], version);
      await requireStepUp(tx, ctx, importStepUp.run(importId, version));
      await requireNoOther(tx);
      // What the officer saw is what runs: rows with an error, undecided ones and those left out are told and not touched.
      await tx.execute(sql`update register_import_rows set outcome = 'skipped' where import_id = ${importId}
        and (verdict = 'error' or decision = 'skip' or (verdict = 'duplicate' and decision is null))`);
      await tx.execute(sql`update register_imports set state = 'running', file = null, version = version + 1, run_by = ${personOf(ctx)}, run_at = ${ctx.now().toISOString()}::timestamptz
        where id = ${importId}`);
      await writeAudit(tx, ctx, { action: "register.import_start", objectType: "register_import", objectId: importId });
      await addJob(tx, importStepJob, { importId }, { key: `import:${importId}` });
      return await loadImportView(tx, importId);
    },
    "staff",
  );
}

/** @throws AppError not_found; conflict on an older version, when it did not run or was undone, or while another import runs; step_up_required. */
export async function undoImport(ctx: Context, importId: string, input: ActOnImport): Promise<ImportView> {
  requirePermission(ctx, "registry.change");
  const { version } = ActOnImport.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await lockImport(tx, importId, ["done"], version);
      await requireStepUp(tx, ctx, importStepUp.undo(importId, version));
      await requireNoOther(tx);
      await tx.execute(sql`update register_imports set state = 'undoing', version = version + 1, undone_by = ${personOf(ctx)}, undo_at = ${ctx.now().toISOString()}::timestamptz
        where id = ${importId}`);
      await writeAudit(tx, ctx, { action: "register.import_undo", objectType: "register_import", objectId: importId });
      await addJob(tx, importStepJob, { importId }, { key: `import:${importId}` });
      return await loadImportView(tx, importId);
    },
    "staff",
  );
}

/** Forgets a preview: nothing of the register came of it. @throws AppError not_found; conflict once it ran. */
export async function forgetImport(ctx: Context, importId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  await withTransaction(
    ctx,
    async (tx) => {
      await lockImport(tx, importId, ["preview"]);
      await tx.execute(sql`delete from register_imports where id = ${importId}`);
      await writeAudit(tx, ctx, {
        action: "register.import_forget",
        objectType: "register_import",
        objectId: importId,
      });
    },
    "staff",
  );
}

/** The index refuses a second one also when both ask at the same moment; here the refusal has words. */
async function requireNoOther(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('register_imports_one'))`);
  const [other] = await tx.execute(sql`select 1 from register_imports where state in ('running', 'undoing')`);
  if (other)
    throw new AppError("conflict", "Another import is running. Wait until it has ended.", {
      words: "imports.refused.other",
    });
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}
