// Changes which column brings what, or takes another sheet, and judges all rows again.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import { keepableColumns, proposeMapping } from "./header-words.ts";
import { judgeRows, type RowToJudge, writeRows, writeVerdicts } from "./judge-rows.ts";
import { ChangeMapping, type ImportView, type Mapping, repeatableFields } from "./model.ts";
import { loadImportView, lockImport, type StoredImport } from "./store.ts";
import { mostImportRows } from "./take-file.ts";

/** @throws AppError not_found; conflict on an older version or once it ran; invalid_input `mapping` for one field in two columns. */
export async function changeMapping(ctx: Context, importId: string, input: ChangeMapping): Promise<ImportView> {
  requirePermission(ctx, "registry.change");
  const change = ChangeMapping.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const stored = await lockImport(tx, importId, ["preview"], change.version);
      const isOther = change.sheet !== undefined && change.sheet !== stored.sheet;
      const { header, mapping } = isOther
        ? await takeSheet(tx, ctx, stored, change)
        : { header: stored.header, mapping: await rejudge(tx, ctx, stored, change) };
      await tx.execute(sql`update register_imports set mapping = ${JSON.stringify(mapping)}::jsonb, defaults = ${JSON.stringify(change.defaults)}::jsonb,
        version = version + 1 where id = ${importId}`);
      if (change.keepAs !== undefined)
        await tx.execute(sql`insert into import_mappings (id, name, columns, created_by, created_at)
          values (${newId(ctx.now())}, ${change.keepAs}, ${JSON.stringify(keepableColumns(header, mapping))}::jsonb,
            ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz)
          on conflict (name) do update set columns = excluded.columns, created_by = excluded.created_by, created_at = excluded.created_at`);
      await writeAudit(tx, ctx, {
        action: "register.import_map",
        objectType: "register_import",
        objectId: importId,
        detail: { mapping, ...(change.keepAs === undefined ? {} : { keptAs: change.keepAs }) },
      });
      return await loadImportView(tx, importId);
    },
    "staff",
  );
}

async function rejudge(
  tx: Tx,
  ctx: Context,
  stored: StoredImport,
  change: ReturnType<typeof ChangeMapping.parse>,
): Promise<Mapping> {
  const { mapping } = change;
  const twice = Object.values(mapping).find(
    (field, at, all) => all.indexOf(field) !== at && !repeatableFields.includes(field),
  );
  if (twice !== undefined) throw invalidInput([{ path: "mapping", message: `Expected one column for ${twice}.` }]);
  const outside = Object.keys(mapping).find((column) => Number(column) >= stored.header.length);
  if (outside !== undefined)
    throw invalidInput([{ path: `mapping.${outside}`, message: "Expected the place of a column of this file." }]);
  const rows = await tx.execute<RowToJudge & Record<string, unknown>>(sql`
    select line, cells, decision, decided_for as "decidedFor" from register_import_rows where import_id = ${stored.id} order by line`);
  await writeVerdicts(tx, stored.id, await judgeRows(tx, ctx, rows, { mapping, defaults: change.defaults }));
  return mapping;
}

/** Another sheet is another table: what was decided about rows of the former one is gone with them. */
async function takeSheet(
  tx: Tx,
  ctx: Context,
  stored: StoredImport,
  change: ReturnType<typeof ChangeMapping.parse>,
): Promise<{ header: string[]; mapping: Mapping }> {
  const read = await readSheet(stored.file ?? new Uint8Array(), {
    limits: { rows: mostImportRows },
    ...(change.sheet === undefined ? {} : { sheet: change.sheet }),
  });
  if (read.rows.length === 0)
    throw invalidInput([{ path: "sheet", message: "Expected a sheet with at least one row under the column names." }]);
  const mapping = proposeMapping(
    read.header,
    read.rows.slice(0, 50).map(({ cells }) => cells),
  );
  const rows: RowToJudge[] = read.rows.map(({ line, cells }) => ({ line, cells, decision: null, decidedFor: null }));
  await tx.execute(sql`delete from register_import_rows where import_id = ${stored.id}`);
  await tx.execute(sql`update register_imports set sheet = ${read.sheet}, header = ${sql.param(read.header)}::text[], problems = ${JSON.stringify(read.problems.slice(0, 1000))}::jsonb
    where id = ${stored.id}`);
  await writeRows(tx, stored.id, rows, await judgeRows(tx, ctx, rows, { mapping, defaults: change.defaults }));
  return { header: read.header, mapping };
}
