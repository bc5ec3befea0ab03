// Takes an import out again exactly: the cases that it made are gone as if they had never been, as long as nobody has worked on them since.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { personOf } from "../store.ts";
import { type OldImportView, UndoOldImport } from "./model.ts";
import { refusal } from "./rules.ts";
import { lockImport, viewOf } from "./store.ts";

/** Tables in which an import itself writes. */
const own = new Set(["old_import_rows", "old_numbers", "old_messages", "case_timeline"]);
const mostNamed = 20;

/**
 * What an import brought goes whole or not at all; its numbers stay as rows that name no case.
 * @throws not_found; conflict in another state; refused where a case was worked on since (named in `fields`), or where one is hidden from the asker.
 */
export async function undoOldImport(ctx: Context, importId: string, input: UndoOldImport): Promise<OldImportView> {
  requirePermission(ctx, "case.shape");
  const { version, reason } = UndoOldImport.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockImport(tx, importId, ["done", "failed"], version);
    const cases = await tx.execute<{ id: string; reference: string; version: number; isOpenedAgain: boolean }>(
      sql`select id, reference, version from cases where old_import_id = ${importId} order by id for update`,
    );
    const [told] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from old_import_rows where import_id = ${importId} and outcome = 'made'`,
    );
    // Rows of hidden cases are not even counted here; their keys hold the case, and the database refuses below.
    const worked = new Set(cases.filter((one) => one.version !== 1).map(({ reference }) => reference));
    for (const reference of await workedOn(tx, importId)) worked.add(reference);
    if (worked.size > 0)
      throw new AppError("refused", "Some of its cases were worked on since. Nothing was taken out.", {
        words: "old-work.refusal.worked_on",
        fields: [...worked]
          .slice(0, mostNamed)
          .map((path) => ({ path, message: "Worked on since it was brought in." })),
      });
    await takeOut(tx, importId);
    const [left] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from old_import_rows where import_id = ${importId} and case_id is not null and outcome = 'made'`,
    );
    if ((left?.n ?? 0) > 0) throw refusal("hidden", "Not all of its cases are yours to take out.");
    await tx.execute(sql`update old_imports set state = 'undone', undone_by = ${personOf(ctx)}, undone_at = ${ctx.now().toISOString()}::timestamptz, undo_reason = ${reason},
      version = version + 1 where id = ${importId}`);
    const detail = { cases: cases.length, made: told?.n ?? 0, reason };
    await writeAudit(tx, ctx, { action: "old_import.undo", objectType: "old_import", objectId: importId, detail });
    return await viewOf(tx, importId);
  });
}

/**
 * References of cases on which anything hangs that the import did not write: every table whose key names a case is asked.
 * What goes by itself with its case (the text that the search keeps) is no work.
 */
async function workedOn(tx: Tx, importId: string): Promise<string[]> {
  const keys = await tx.execute<{ table: string; column: string }>(sql`
    select c.conrelid::regclass::text as "table", a.attname as "column" from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confdeltype <> 'c' and c.confrelid = 'cases'::regclass and array_length(c.conkey, 1) = 1`);
  const asked: SQL[] = keys
    .filter(({ table }) => !own.has(table))
    .map(
      ({ table, column }) =>
        sql`exists (select 1 from ${sql.identifier(table)} x where x.${sql.identifier(column)} = k.id)`,
    );
  const rows = await tx.execute<{ reference: string }>(sql`
    select k.reference from cases k where k.old_import_id = ${importId} and (
      exists (select 1 from case_timeline t where t.case_id = k.id and t.kind <> 'old_work')
      or ${sql.join(asked, sql` or `)}) order by k.reference limit ${mostNamed}`);
  return rows.map(({ reference }) => reference);
}

async function takeOut(tx: Tx, importId: string): Promise<void> {
  // A later file that brought the same numbers named these cases as known: its rows name none from then on.
  const ofImport = sql`case_id in (select id from cases where old_import_id = ${importId})`;
  await tx.execute(sql`delete from old_messages where import_id = ${importId}`);
  await tx.execute(sql`delete from old_numbers where import_id = ${importId}`);
  await tx.execute(sql`update old_import_rows set case_id = null where ${ofImport}`);
  await tx.execute(sql`delete from case_timeline where ${ofImport}`);
  try {
    await tx.execute(sql`delete from cases where old_import_id = ${importId}`);
  } catch (error) {
    const code =
      (error as { code?: string; cause?: { code?: string } }).cause?.code ?? (error as { code?: string }).code;
    // foreign_key_violation: something that the asker does not see hangs on a case.
    if (code === "23503") throw refusal("hidden", "Not all of its cases are yours to take out.");
    throw error;
  }
}
