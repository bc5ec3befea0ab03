// Puts a text that would run in a careless page into every text column of every table, also where people cannot write.
import type { TestWorld } from "./database.ts";

/** Breaks out of attributes, tags, scripts, comments, templates and addresses; whatever of it runs sets globalThis.poisoned. */
export const poison = [
  `"'><img src=x onerror=globalThis.poisoned=1>`,
  `<script>globalThis.poisoned=1</script>`,
  `--><svg onload=globalThis.poisoned=1>`,
  "{{constructor.constructor('globalThis.poisoned=1')()}}${globalThis.poisoned=1}",
  "javascript:globalThis.poisoned=1",
].join(" ");

/** Where a column takes a few words only. */
const shortPoison = `"><img src=x onerror=globalThis.poisoned=1>`;

export interface Poisoned {
  /** "table.column" that now hold it in at least one row. */
  columns: string[];
  /** Those that the database refused, because their values are from a list or have a form. */
  refused: string[];
}

/** Words that pages choose their parts by: with a foreign one a page would show less, and prove less. */
const keptKeys = new Set([
  "kind",
  "type",
  "engine",
  "level",
  "status",
  "state",
  "part",
  "direction",
  "action",
  "change",
]);

function poisonStrings(value: unknown, key = ""): unknown {
  if (typeof value === "string")
    return keptKeys.has(key) || /^[0-9a-f-]{36}$|^\d{4}-\d\d-\d\d/.test(value) ? value : poison;
  if (Array.isArray(value)) return value.map((one) => poisonStrings(one, key));
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisonStrings(one, name)]));
  return value;
}

/** Every column on its own, with triggers off; one that has to be unique bears it in one row. */
export async function poisonEverything(world: TestWorld, keep: ReadonlySet<string>): Promise<Poisoned> {
  const columns = await world.owner<{ table: string; column: string; type: string; is_array: boolean }[]>`
    select c.table_name as table, c.column_name as column, c.udt_name as type, c.data_type = 'ARRAY' as is_array
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and c.udt_name in ('text', 'varchar', 'citext', '_text', 'jsonb', 'json') order by 1, 2`;
  const done: Poisoned = { columns: [], refused: [] };
  for (const { table, column, type, is_array: isArray } of columns) {
    const name = `${table}.${column}`;
    if (keep.has(name) || keep.has(table)) continue;
    const attempts = type.startsWith("json")
      ? [async () => await poisonJson(world, table, column)]
      : [poison, shortPoison].flatMap((text) => [
          async () => await poisonText(world, table, column, isArray ? [text] : text, false),
          // One row, for columns whose values differ from row to row.
          async () => await poisonText(world, table, column, isArray ? [text] : text, true),
        ]);
    let count: number | undefined;
    for (const attempt of attempts) count ??= await attempt().catch(() => undefined);
    if (count === undefined) done.refused.push(name);
    else if (count > 0) done.columns.push(name);
  }
  return done;
}

async function poisonText(
  world: TestWorld,
  table: string,
  column: string,
  to: string | string[],
  isOneRow: boolean,
): Promise<number> {
  return await world.owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    const where = isOneRow
      ? sql`ctid = (select min(ctid) from ${sql(table)} where ${sql(column)} is not null)`
      : sql`${sql(column)} is not null`;
    return (await sql`update ${sql(table)} set ${sql(column)} = ${to as never} where ${where}`).count;
  });
}

async function poisonJson(world: TestWorld, table: string, column: string): Promise<number> {
  return await world.owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    const rows = await sql<{ ctid: string; value: unknown }[]>`
      select ctid::text, ${sql(column)} as value from ${sql(table)} where ${sql(column)} is not null`;
    for (const { ctid, value } of rows)
      await sql`update ${sql(table)} set ${sql(column)} = ${sql.json(poisonStrings(value) as never)} where ctid = ${ctid}::tid`;
    return rows.length;
  });
}
