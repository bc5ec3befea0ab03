// Reads an import's row and its numbers.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { Defaults, ImportLine, ImportState, ImportView, Mapping } from "./model.ts";

export interface StoredImport extends Record<string, unknown> {
  id: string;
  fileName: string;
  header: string[];
  mapping: Mapping;
  defaults: Defaults;
  state: ImportState;
  version: number;
  file: Buffer | null;
  sheet: string | null;
}

/** The row, locked. `version` absent: whatever it is. @throws AppError not_found, conflict. */
export async function lockImport(
  tx: Tx,
  importId: string,
  states: readonly ImportState[],
  version?: number,
): Promise<StoredImport> {
  if (!isId(importId)) throw notFound("import");
  const [row] =
    await tx.execute<StoredImport>(sql`select id, file_name as "fileName", header, mapping, defaults, state, version, file, sheet
    from register_imports where id = ${importId} for update`);
  if (!row) throw notFound("import");
  if (version !== undefined && row.version !== version)
    throw new AppError("conflict", "This import was changed by somebody else in the meantime.", {
      fields: [{ path: "version", message: `Expected ${row.version}.` }],
      words: "imports.refused.version",
    });
  if (!states.includes(row.state))
    throw new AppError("conflict", `This import is ${row.state}.`, { words: `imports.refused.${row.state}` });
  return row;
}

const counts = sql`jsonb_build_object(
  'rows', (select count(*)::int from register_import_rows r where r.import_id = i.id),
  'verdicts', (select coalesce(jsonb_object_agg(v, n), '{}') from (select verdict v, count(*)::int n from register_import_rows r where r.import_id = i.id group by verdict) c),
  'outcomes', (select coalesce(jsonb_object_agg(v, n), '{}') from (select outcome v, count(*)::int n from register_import_rows r where r.import_id = i.id group by outcome) c),
  'undone', (select coalesce(jsonb_object_agg(v, n), '{}') from (select undo v, count(*)::int n from register_import_rows r where r.import_id = i.id and undo is not null group by undo) c))`;

/** @throws AppError not_found. */
export async function loadImportView(tx: Tx, importId: string): Promise<ImportView> {
  if (!isId(importId)) throw notFound("import");
  const [row] = await tx.execute<Omit<ImportView, "samples"> & { samples: string[][] } & Record<string, unknown>>(sql`
    select i.id, i.file_name as "fileName", i.format, i.encoding, i.delimiter, i.sheets, i.sheet, i.header, i.mapping, i.defaults, i.problems,
      i.state, i.version, ${counts} as counts, a.name as "createdBy", ${iso(sql`i.created_at`)} as "createdAt", b.name as "runBy",
      ${iso(sql`i.run_at`)} as "runAt", ${iso(sql`i.ended_at`)} as "endedAt", c.name as "undoneBy", ${iso(sql`i.undone_at`)} as "undoneAt",
      ${iso(sql`i.emptied_at`)} as "emptiedAt",
      (select coalesce(jsonb_agg(to_jsonb(s.cells) order by s.line), '[]') from (select cells, line from register_import_rows where import_id = i.id
        order by line limit 3) s) as samples
    from register_imports i left join people a on a.id = i.created_by left join people b on b.id = i.run_by left join people c on c.id = i.undone_by
    where i.id = ${importId}`);
  if (!row) throw notFound("import");
  return row;
}

/** The newest first, at most a hundred. */
export async function listImportLines(tx: Tx): Promise<ImportLine[]> {
  const rows = await tx.execute<ImportLine & Record<string, unknown>>(sql`
    select i.id, i.file_name as "fileName", i.state, ${counts} as counts, a.name as "createdBy", ${iso(sql`i.created_at`)} as "createdAt"
    from register_imports i left join people a on a.id = i.created_by order by i.created_at desc, i.id desc limit 100`);
  return [...rows];
}
