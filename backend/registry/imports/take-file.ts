// Takes a file of the old register: reads it, proposes which column brings what, and judges every row. Nothing of the register changes.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import { proposeMapping } from "./header-words.ts";
import { judgeRows, type RowToJudge, writeRows } from "./judge-rows.ts";
import { Defaults, type ImportField, type ImportView } from "./model.ts";
import { loadImportView } from "./store.ts";

/** More than any register on paper holds; each row is judged at once. */
export const mostImportRows = 20_000;

/**
 * @param file.mappingId a mapping that was kept; its headings go before our own words.
 * @throws AppError as `readSheet`; invalid_input `file` without rows.
 */
export async function takeFile(
  ctx: Context,
  file: { bytes: Uint8Array; name: string; mappingId?: string },
): Promise<ImportView> {
  requirePermission(ctx, "registry.change");
  const read = await readSheet(file.bytes, { limits: { rows: mostImportRows } });
  if (read.rows.length === 0)
    throw invalidInput([{ path: "file", message: "Expected at least one row under the column names." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [kept] =
        file.mappingId === undefined
          ? []
          : await tx.execute<{ columns: Record<string, ImportField> }>(
              sql`select columns from import_mappings where id::text = ${file.mappingId}`,
            );
      const mapping = proposeMapping(
        read.header,
        read.rows.slice(0, 50).map(({ cells }) => cells),
        kept?.columns,
      );
      const defaults = Defaults.parse({});
      const id = newId(ctx.now());
      const sha256 = createHash("sha256").update(file.bytes).digest();
      await tx.execute(sql`insert into register_imports (id, file_name, sha256, format, encoding, delimiter, sheets, sheet, header, file, mapping, defaults,
          problems, state, created_by, created_at)
        values (${id}, ${file.name.slice(0, 200) || "file"}, ${sha256}, ${read.format}, ${read.encoding}, ${read.delimiter}, ${sql.param(read.sheets)}::text[], ${read.sheet},
          ${sql.param(read.header)}::text[], ${Buffer.from(file.bytes)}, ${JSON.stringify(mapping)}::jsonb, ${JSON.stringify(defaults)}::jsonb,
          ${JSON.stringify(read.problems.slice(0, 1000))}::jsonb, 'preview', ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz)`);
      const rows: RowToJudge[] = read.rows.map(({ line, cells }) => ({
        line,
        cells,
        decision: null,
        decidedFor: null,
      }));
      await writeRows(tx, id, rows, await judgeRows(tx, ctx, rows, { mapping, defaults }));
      await writeAudit(tx, ctx, {
        action: "register.import_take",
        objectType: "register_import",
        objectId: id,
        detail: { rows: rows.length, sha256: sha256.toString("hex") },
      });
      return await loadImportView(tx, id);
    },
    "staff",
  );
}
