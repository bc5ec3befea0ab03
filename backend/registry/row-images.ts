// Rows as they were and as they became, so that an act on many of them can be taken back to the last bit.
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";

export type Image = Record<string, unknown>;

export interface RowChange {
  table: string;
  /** Columns that name the row. */
  key: Record<string, string>;
  /** Null: the row was made by the act. */
  before: Image | null;
  after: Image;
}

/** The row as it is now; undefined where there is none. */
export async function imageOf(tx: Tx, table: string, key: Record<string, string>): Promise<Image | undefined> {
  const [row] = await tx.execute<{ image: Image }>(
    sql`select to_jsonb(t) as image from ${sql.identifier(table)} t where ${whereKey(key, "t")}`,
  );
  return row?.image;
}

/** Writes these columns of an image into its row. */
export async function putImage(
  tx: Tx,
  table: string,
  key: Record<string, string>,
  image: Image,
  columns: readonly string[],
): Promise<void> {
  const sets = columns.map((column) => sql`${sql.identifier(column)} = was.${sql.identifier(column)}`);
  if (sets.length === 0) return;
  await tx.execute(sql`update ${sql.identifier(table)} t set ${sql.join(sets, sql`, `)}
    from jsonb_populate_record(null::${sql.identifier(table)}, ${JSON.stringify(image)}::jsonb) was where ${whereKey(key, "t")}`);
}

/** Sets a row back as it was; one that the act made goes. */
export async function setRowBack(tx: Tx, { table, key, before, after }: RowChange): Promise<void> {
  if (before === null) {
    await tx.execute(sql`delete from ${sql.identifier(table)} where ${whereKey(key)}`);
    return;
  }
  const differing = Object.keys(before).filter(
    (column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]),
  );
  await putImage(tx, table, key, before, differing);
}

/** Whether the row is as the act left it. */
export async function isUntouched(tx: Tx, { table, key, after }: RowChange): Promise<boolean> {
  return JSON.stringify(await imageOf(tx, table, key)) === JSON.stringify(after);
}

export function whereKey(key: Record<string, string>, alias?: string) {
  const column = (name: string) =>
    alias === undefined ? sql.identifier(name) : sql`${sql.identifier(alias)}.${sql.identifier(name)}`;
  return sql.join(
    Object.entries(key).map(([name, value]) => sql`${column(name)}::text = ${value}`),
    sql` and `,
  );
}

/** What the history of a constituent's facts says of the writes that follow, until it is told null (backend/registry/profile/write-facts.ts). */
export async function tellWhy(tx: Tx, ctx: Context, why: string | null, validFrom?: string): Promise<void> {
  const told = { recordedAt: ctx.now().toISOString(), ...(validFrom === undefined ? {} : { validFrom }) };
  const note = why === null ? "" : JSON.stringify({ ...told, why: why.slice(0, 2000) });
  await tx.execute(sql`select set_config('toguna.fact', ${note}, true)`);
}
