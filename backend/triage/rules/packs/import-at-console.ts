// Brings a pack in at the server's own console: read, judged item by item, and taken into test, all at once.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { withTransaction } from "../../../platform/db/index.ts";
import { AppError } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import type { ImportView } from "../model.ts";
import type { AcceptImport } from "../requests/model.ts";
import { acceptImport } from "./accept-import.ts";
import { keepItems } from "./ask-import.ts";
import { openPack, type PackFiles, readPack } from "./read-pack.ts";
import { readImportView } from "./read-packs.ts";

export interface ConsolePack {
  /** How the pack is called in the record: the file's or folder's name. */
  name: string;
  /** A folder's files by their path in it, or one file that may be an archive. */
  files: PackFiles;
}

/**
 * @param take what the pack is taken under; absent: it is only shown
 * @returns what it holds and, where it was taken, the pack's id. Nobody wrote these rules here: two persons still publish them.
 */
export async function importAtConsole(
  ctx: Context,
  pack: ConsolePack,
  take: AcceptImport | undefined,
): Promise<{ view: ImportView; packId: string | null }> {
  requirePermission(ctx, "rule.write");
  const uploads = [...pack.files].map(([name, bytes]) => ({ name, bytes }));
  const opened = uploads.length === 1 ? await openPack(uploads) : { files: pack.files, problems: [] };
  const read = await readPack(opened.files, pack.name, async () => {});
  if (read.items.length === 0)
    throw new AppError(
      "invalid_input",
      `${pack.name}: expected Sigma rules (.yml), YARA rules (.yar), MISP events (.json) or tables of indicators (.csv).`,
    );
  const importId = await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    const sha256 = digestOf(pack.files);
    await tx.execute(sql`insert into rule_imports (id, file_name, sha256, state, asked_at)
      values (${id}, ${pack.name}, ${sha256}, 'reading', ${ctx.now().toISOString()}::timestamptz)`);
    await keepItems(tx, id, { ...read, problems: [...opened.problems, ...read.problems] });
    const detail = { fileName: pack.name, sha256: sha256.toString("hex"), items: read.items.length };
    await writeAudit(tx, ctx, { action: "rule.ask_import", objectType: "rule_import", objectId: id, detail });
    return id;
  });
  const view = await readImportView(ctx, importId);
  if (take === undefined || view.counts.new + view.counts.changed === 0) return { view, packId: null };
  const { packId } = await acceptImport(ctx, importId, take);
  return { view, packId };
}

/** Of one file its own SHA-256; of a folder that of its files' paths and hashes, in order. */
function digestOf(files: PackFiles): Buffer {
  const hash = (bytes: Buffer | string): Buffer => createHash("sha256").update(bytes).digest();
  const [only] = files.values();
  if (files.size === 1 && only) return hash(only);
  const lines = [...files].map(([path, bytes]) => `${path}\0${hash(bytes).toString("hex")}\n`);
  return hash(lines.sort().join(""));
}
