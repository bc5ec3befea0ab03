// Brings a file of areas into the register: first looked at, then done as it was looked at. Areas end and follow one another; none is deleted.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { AreaImportPreview, AreaRow } from "./model.ts";
import { planImport } from "./plan-import.ts";
import { type ReadAreas, readAreaFile } from "./read-area-file.ts";
import { readAreas, readLevels, writeAreas } from "./store.ts";

export interface AreaFile {
  name: string;
  bytes: Uint8Array;
}

interface Looked {
  preview: AreaImportPreview;
  rows: AreaRow[];
  existing: AreaRow[];
}

/** What the file would do. @throws forbidden; too_large, unsupported_media_type, invalid_input `file` for what is no table of areas. */
export async function previewAreaImport(ctx: Context, file: AreaFile): Promise<AreaImportPreview> {
  requirePermission(ctx, "registry.change");
  const read = await readAreaFile(file.bytes);
  return (await readOnly(ctx, async (tx) => await look(tx, file, read))).preview;
}

/**
 * Does what was previewed. @param fingerprint of the preview; undefined at the console, where nobody looked before.
 * @throws conflict where areas or file are others than those that were looked at; refused where the file has problems.
 */
export async function importAreaFile(
  ctx: Context,
  file: AreaFile,
  fingerprint: string | undefined,
): Promise<{ added: number; changed: number; ended: number }> {
  requirePermission(ctx, "registry.change");
  const read = await readAreaFile(file.bytes);
  return await withTransaction(ctx, async (tx) => {
    // Two imports are one after the other: each is judged against what the other left.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('areas.import', 0))`);
    const { preview, rows, existing } = await look(tx, file, read);
    if (preview.problems.length > 0)
      throw new AppError(
        "refused",
        `${preview.problems.length} entries of the file cannot be taken; nothing was changed.`,
        {
          words: "areas.refusal.problems",
        },
      );
    if (fingerprint !== undefined && fingerprint !== preview.fingerprint)
      throw new AppError(
        "conflict",
        "The areas or the file changed since they were looked at. Look again, then import.",
        {
          words: "areas.refusal.changed",
        },
      );
    const count = (kind: string): number => preview.changes.filter((change) => change.kind === kind).length;
    const counts = { added: count("added"), changed: count("changed"), ended: count("ended") };
    const [importId, at] = [newId(ctx.now()), ctx.now().toISOString()];
    const sha256 = createHash("sha256").update(file.bytes).digest();
    await tx.execute(sql`insert into area_imports (id, format, file_name, sha256, added, changed, ended, imported_by, imported_at)
      values (${importId}, ${preview.format}, ${file.name.slice(0, 200)}, ${sha256}::bytea, ${counts.added}, ${counts.changed}, ${counts.ended},
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${at}::timestamptz)`);
    await writeAreas(tx, rows, new Map(existing.map((area) => [area.id, area])), { importId, at });
    const detail = { ...counts, file: file.name.slice(0, 200), sha256: sha256.toString("hex") };
    await writeAudit(tx, ctx, { action: "areas.import", objectType: "area_import", objectId: importId, detail });
    return counts;
  });
}

async function look(tx: Tx, file: AreaFile, read: ReadAreas): Promise<Looked> {
  const existing = await readAreas(tx);
  const plan = planImport(existing, read.areas, await readLevels(tx));
  const problems = [...read.problems, ...plan.problems].sort((a, b) => a.line - b.line);
  const hash = createHash("sha256").update(file.bytes).update("\0");
  hash.update(JSON.stringify(existing.map(({ id, version, endedAt }) => [id, version, endedAt])));
  const { changes, unchanged, rows } = plan;
  const preview = { format: read.format, problems, changes, unchanged, fingerprint: hash.digest("hex") };
  return { preview, rows: problems.length > 0 ? [] : rows, existing };
}
