// What the desk sees of imports: the list, one with its numbers, its rows by pages, and the mappings that were kept.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type ImportLine, type ImportRowView, type ImportView, type KeptMapping, RowsQuery } from "./model.ts";
import { listImportLines, loadImportView } from "./store.ts";

/** @throws forbidden. */
export async function listImports(ctx: Context): Promise<{ imports: ImportLine[]; mappings: KeptMapping[] }> {
  requirePermission(ctx, "registry.change");
  return await readOnly(
    ctx,
    async (tx) => {
      const mappings = await tx.execute<KeptMapping & Record<string, unknown>>(
        sql`select id, name, columns from import_mappings order by name`,
      );
      return { imports: await listImportLines(tx), mappings: [...mappings] };
    },
    "staff",
  );
}

/** @throws forbidden, not_found. */
export async function readImport(ctx: Context, importId: string): Promise<ImportView> {
  requirePermission(ctx, "registry.change");
  return await readOnly(ctx, async (tx) => await loadImportView(tx, importId), "staff");
}

const columns = sql`line, cells, verdict, findings, decision, decided_for as "decidedFor", outcome, constituent_id as "constituentId", problem, undo, undo_why as "undoWhy"`;

/** By line. @throws forbidden, not_found, invalid_input. */
export async function readImportRows(
  ctx: Context,
  importId: string,
  input: RowsQuery,
): Promise<{ rows: ImportRowView[]; next: string | null }> {
  requirePermission(ctx, "registry.change");
  const query = RowsQuery.parse(input);
  return await readOnly(
    ctx,
    async (tx) => {
      await loadImportView(tx, importId);
      const found = await tx.execute<ImportRowView & Record<string, unknown>>(sql`
        select ${columns} from register_import_rows where import_id = ${importId} and line > ${Number(query.cursor ?? -1)}
          ${query.verdict ? sql`and verdict = ${query.verdict}` : sql``} ${query.outcome ? sql`and outcome = ${query.outcome}` : sql``}
          ${query.undo ? sql`and undo = ${query.undo}` : sql``}
        order by line limit ${query.limit + 1}`);
      const rows = found.slice(0, query.limit);
      return { rows, next: found.length > query.limit ? String(rows.at(-1)?.line ?? "") : null };
    },
    "staff",
  );
}

/** @throws AppError not_found. */
export async function readRow(tx: Tx, importId: string, line: number): Promise<ImportRowView> {
  const [row] = await tx.execute<ImportRowView & Record<string, unknown>>(
    sql`select ${columns} from register_import_rows where import_id = ${importId} and line = ${line}`,
  );
  if (!row) throw notFound("row");
  return row;
}
