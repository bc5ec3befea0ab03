// Takes a file of old work for a preview, changes how it is read, begins to bring it in, or forgets it. Before the beginning nothing is a case.
import { buffer } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { personOf } from "../store.ts";
import {
  ChangeOldImport,
  largestOldFile,
  OldChoices,
  type OldImportView,
  StartOldImport,
  TakeOldFile,
} from "./model.ts";
import { guessOldKind, previewOf, readOldFile } from "./read-old-file.ts";
import { refusal } from "./rules.ts";
import { lockImport, viewOf } from "./store.ts";

export const bringInJob = "cases.bring_in_old_work";

/** @throws too_large; invalid_input `file`, or `columns` later; unsupported_media_type. When it is refused, the bytes do not stay. */
export async function takeOldFile(
  ctx: Context,
  bytes: AsyncIterable<Uint8Array>,
  input: TakeOldFile,
): Promise<OldImportView> {
  requirePermission(ctx, "case.shape");
  const { name, system, kind: said } = TakeOldFile.parse(input);
  const stored = await ctx.objects.put(bytes, largestOldFile);
  try {
    const whole = await buffer(ctx.objects.read(stored.id));
    const kind = said ?? guessOldKind(whole);
    const file = await readOldFile(kind, whole, OldChoices.parse({}), true);
    const choices = OldChoices.parse({ columns: file.columns });
    const id = newId(ctx.now());
    return await withTransaction(ctx, async (tx) => {
      await tx.execute(
        sql`insert into objects (id, sha256, size, media_type) values (${stored.id}, ${stored.sha256}, ${stored.size}, 'application/octet-stream')`,
      );
      await tx.execute(sql`insert into old_imports (id, kind, system, file_name, object_id, sha256, size, header, mapping, marking, preview, state, created_by, created_at)
        values (${id}, ${kind}, ${system}, ${name}, ${stored.id}, ${stored.sha256}, ${stored.size}, ${sql.param(file.header)}::text[], ${JSON.stringify(choices)}::jsonb,
          'amber', ${JSON.stringify(previewOf(file))}::jsonb, 'preview', ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
      const detail = { kind, system, tickets: file.tickets.length, sha256: stored.sha256.toString("hex") };
      await writeAudit(tx, ctx, { action: "old_import.take", objectType: "old_import", objectId: id, detail });
      return await viewOf(tx, id);
    });
  } catch (error) {
    await ctx.objects.remove(stored.id);
    throw error;
  }
}

/** Reads the file anew with what was said. @throws not_found, conflict; invalid_input by field. */
export async function changeOldImport(ctx: Context, importId: string, input: ChangeOldImport): Promise<OldImportView> {
  requirePermission(ctx, "case.shape");
  const { version, system, marking, choices } = ChangeOldImport.parse(input);
  const fields = Object.values(choices.columns);
  if (new Set(fields).size < fields.length)
    throw invalidInput([{ path: "choices.columns", message: "Expected each field from one column." }]);
  const before = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ kind: "table" | "mbox" | "rt"; objectId: string | null }>(
        sql`select kind, object_id as "objectId" from old_imports where id::text = ${importId}`,
      ),
  );
  const [known] = before;
  const file =
    known?.objectId == null
      ? null
      : await readOldFile(known.kind, await buffer(ctx.objects.read(known.objectId)), choices, false);
  return await withTransaction(ctx, async (tx) => {
    await lockImport(tx, importId, ["preview"], version);
    await tx.execute(sql`update old_imports set system = ${system}, marking = ${marking}, mapping = ${JSON.stringify(choices)}::jsonb,
      preview = coalesce(${file ? JSON.stringify(previewOf(file)) : null}::jsonb, preview), version = version + 1 where id = ${importId}`);
    await writeAudit(tx, ctx, { action: "old_import.change", objectType: "old_import", objectId: importId });
    return await viewOf(tx, importId);
  });
}

/** The work is the worker's. @throws not_found, conflict; refused where no ticket can be read. */
export async function startOldImport(ctx: Context, importId: string, input: StartOldImport): Promise<OldImportView> {
  requirePermission(ctx, "case.shape");
  const { version } = StartOldImport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockImport(tx, importId, ["preview"], version);
    const { preview } = await viewOf(tx, importId);
    if (preview.total === preview.refused) throw refusal("nothing", "No ticket of this file can be read as it is set.");
    await tx.execute(sql`update old_imports set state = 'running', version = version + 1 where id = ${importId}`);
    await addJob(tx, bringInJob, { importId }, { key: `old:${importId}`, maxAttempts: 5 });
    await writeAudit(tx, ctx, { action: "old_import.start", objectType: "old_import", objectId: importId });
    return await viewOf(tx, importId);
  });
}

/** Forgets a file that was only looked at. @throws not_found; conflict once it was brought in. */
export async function forgetOldImport(ctx: Context, importId: string): Promise<void> {
  requirePermission(ctx, "case.shape");
  const objectId = await withTransaction(ctx, async (tx) => {
    const row = await lockImport(tx, importId, ["preview"]);
    await tx.execute(sql`delete from old_imports where id = ${importId}`);
    if (row.objectId !== null) await tx.execute(sql`delete from objects where id = ${row.objectId}`);
    await writeAudit(tx, ctx, { action: "old_import.forget", objectType: "old_import", objectId: importId });
    return row.objectId;
  });
  if (objectId !== null) await ctx.objects.remove(objectId);
}
