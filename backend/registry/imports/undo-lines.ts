// Takes back what an import did, the last first: made rows are removed, changed ones set back as they were, unless somebody changed them since or something hangs on them.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { UndoOutcome } from "./model.ts";
import type { StoredImport } from "./store.ts";

type Image = Record<string, unknown>;
interface Change extends Record<string, unknown> {
  number: number;
  line: number;
  table: string;
  id: string;
  before: Image | null;
  after: Image;
  now: Image | null;
}
interface Undone {
  undo: UndoOutcome;
  why: string | null;
}

/** @returns how many changes were looked at; 0 when none is left, and the rows have their answer. */
export async function undoLines(tx: Tx, ctx: Context, stored: StoredImport, most: number): Promise<number> {
  const numbers = await tx.execute<{ number: number }>(sql`select number from register_import_changes
    where import_id = ${stored.id} and undo is null order by number desc limit ${most}`);
  for (const { number } of numbers) {
    const change = await loadChange(tx, stored.id, number);
    const { undo, why } = change ? await undoChange(tx, ctx, stored, change) : { undo: "removed" as const, why: null };
    await tx.execute(
      sql`update register_import_changes set undo = ${undo}, undo_why = ${why} where import_id = ${stored.id} and number = ${number}`,
    );
  }
  if (numbers.length === 0) await tellRows(tx, stored.id);
  return numbers.length;
}

async function loadChange(tx: Tx, importId: string, number: number): Promise<Change | undefined> {
  const [change] = await tx.execute<Change>(sql`
    select c.number, c.line, c.table_name as "table", c.row_id as id, c.before, c.after, case c.table_name
      when 'constituents' then (select to_jsonb(t) from constituents t where t.id = c.row_id)
      when 'contacts' then (select to_jsonb(t) from contacts t where t.id = c.row_id)
      when 'network_claims' then (select to_jsonb(t) from network_claims t where t.id = c.row_id)
      when 'constituent_sizes' then (select to_jsonb(t) from constituent_sizes t where t.id = c.row_id)
      when 'online_services' then (select to_jsonb(t) from online_services t where t.id = c.row_id)
      else (select to_jsonb(t) from constituent_relations t where t.id = c.row_id) end as now
    from register_import_changes c where c.import_id = ${importId} and c.number = ${number}`);
  return change;
}

async function undoChange(tx: Tx, ctx: Context, stored: StoredImport, change: Change): Promise<Undone> {
  if (change.now === null) return { undo: "kept", why: "gone" };
  return change.before === null
    ? await remove(tx, change)
    : await setBack(tx, ctx, stored, change, change.before, change.now);
}

/** A made row goes when it is as the import left it and nothing in the whole database points to it. */
async function remove(tx: Tx, { table, id, after, now }: Change): Promise<Undone> {
  if (!isSame(after, now)) return { undo: "kept", why: "changed_since" };
  try {
    await tx.transaction(async (inner) => {
      await inner.execute(sql`delete from ${sql.identifier(table)} where id = ${id}`);
      // The tenant behind it goes with it, where nobody has a role there.
      if (table === "constituents")
        await inner.execute(sql`delete from organisations where id = ${String(after["organisation_id"])}`);
    });
    return { undo: "removed", why: null };
  } catch (error) {
    // 23503: another row refers to it.
    if (codeOf(error) !== "23503") throw error;
    return { undo: "kept", why: "in_use" };
  }
}

/** What the import changed goes back to what it was; a field that somebody changed since keeps that. */
async function setBack(
  tx: Tx,
  ctx: Context,
  stored: StoredImport,
  { table, id, after }: Change,
  before: Image,
  now: Image,
): Promise<Undone> {
  const changed = Object.keys(after).filter((key) => !isSame(after[key], before[key]) && key !== "version");
  const later = changed.filter((key) => !isSame(now[key], after[key]));
  const back = changed.filter((key) => !later.includes(key));
  // As if it had never been: also the number of changes, when nothing came after.
  const isUntouched = isSame(now, after);
  if (back.length > 0) {
    const columns = isUntouched ? [...back, "version"] : back;
    const sets = columns.map((column) => sql`${sql.identifier(column)} = was.${sql.identifier(column)}`);
    if (!isUntouched) sets.push(sql`version = t.version + 1`);
    if (table === "constituents") {
      const note = JSON.stringify({
        recordedAt: ctx.now().toISOString(),
        why: `Undo of the import: ${stored.fileName}`.slice(0, 2000),
      });
      await tx.execute(sql`select set_config('toguna.fact', ${note}, true)`);
    }
    await tx.execute(sql`update ${sql.identifier(table)} t set ${sql.join(sets, sql`, `)}
      from jsonb_populate_record(null::${sql.identifier(table)}, ${JSON.stringify(before)}::jsonb) was where t.id = ${id}`);
    if (table === "constituents") {
      await tx.execute(sql`select set_config('toguna.fact', '', true)`);
      if (back.includes("name"))
        await tx.execute(
          sql`update organisations set name = ${String(before["name"]).slice(0, 200)} where id = ${String(before["organisation_id"])}`,
        );
    }
  }
  return later.length > 0 ? { undo: "kept", why: "changed_since" } : { undo: "restored", why: null };
}

/** A row's answer is that of its changes: one that was kept is told before those that were set back or removed. */
async function tellRows(tx: Tx, importId: string): Promise<void> {
  await tx.execute(sql`update register_import_rows r set undo = c.undo, undo_why = c.why from (
      select line, (array_agg(undo order by array_position(array['kept', 'ended', 'removed', 'restored'], undo)))[1] as undo,
        (array_agg(undo_why order by undo_why is null))[1] as why
      from register_import_changes where import_id = ${importId} group by line) c
    where r.import_id = ${importId} and r.line = c.line`);
}

/** jsonb gives the keys of two images of one table in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function codeOf(error: unknown): string | undefined {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return cause?.code ?? code;
}
