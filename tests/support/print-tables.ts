// A print of every table of a test's database, to see whether anything was written. A table is read once: what is written later is added to its print as it is written.
import type { TestWorld } from "./database.ts";

/** How many rows there are, and the sum of their hashes: no order, nothing to sort, and what goes is taken away from it again. */
interface Print {
  rows: bigint;
  hash: bigint;
}

const prints = new WeakMap<TestWorld, Map<string, Print>>();

/** The hash of one row `t`; 0 in the table that every request writes. */
function hashOf(name: string): string {
  // Only ever added to, as a trigger of its own holds, and by every request: its length says whether it was written.
  if (name === "public.audit_log") return "0::numeric";
  const unread = /^public\.(sessions|api_keys)$/.test(name)
    ? "- 'last_seen_at' - 'idle_expires_at' - 'last_used_at'"
    : "";
  const row = unread === "" ? "t::text" : `(to_jsonb(t) ${unread})::text`;
  return `hashtextextended(${row}, 0)::numeric`;
}

/** What stands in rows of one time zone is the same text whoever writes it. */
const settings = `set "TimeZone" to 'UTC' set "DateStyle" to 'ISO, MDY' set "IntervalStyle" to 'postgres' set bytea_output to 'hex' set extra_float_digits to 1`;

/** Statement triggers add and take away what was written, also where a session has switched ordinary triggers off. */
function watchOne(name: string, index: number): string {
  const note = (event: string, rows: string): string => {
    const call = `test_watch.on_${event}_${index}`;
    return `create function ${call}() returns trigger language plpgsql security definer ${settings} as $$ begin
        insert into test_watch.written select '${name}', sum(n), sum(n * h) from (${rows}) changed having count(*) > 0;
        return null; end $$;`;
  };
  const came = `select 1 as n, ${hashOf(name)} as h from came t`;
  const went = `select -1 as n, ${hashOf(name)} as h from went t`;
  const trigger = (event: string, tables: string): string =>
    `create trigger test_watch_${event} after ${event} on ${name} ${tables} for each statement execute function test_watch.on_${event}_${index}();
     alter table ${name} enable always trigger test_watch_${event};`;
  return `${note("insert", came)} ${note("delete", went)} ${note("update", `${came} union all ${went}`)}
    create function test_watch.on_truncate_${index}() returns trigger language plpgsql security definer as
      $$ begin insert into test_watch.written values ('${name}', null, null); return null; end $$;
    ${trigger("insert", "referencing new table as came")}
    ${trigger("delete", "referencing old table as went")}
    ${trigger("update", "referencing old table as went new table as came")}
    ${trigger("truncate", "")}`;
}

async function watchTables({ owner }: TestWorld): Promise<string[]> {
  const tables = await owner<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'graphile_worker') order by 1`;
  // Without numbers: the table was emptied, and is read again.
  await owner.unsafe(`create schema test_watch;
    create unlogged table test_watch.written (name text not null, rows bigint, hash numeric);`);
  await owner.unsafe(tables.map(({ name }, index) => watchOne(name, index)).join("\n"));
  return tables.map(({ name }) => name);
}

async function readPrints({ owner }: TestWorld, names: readonly string[]): Promise<Map<string, Print>> {
  if (names.length === 0) return new Map();
  const parts = names.map(
    (name) =>
      `select '${name}' as name, count(*)::text as rows, coalesce(sum(${hashOf(name)}), 0)::text as hash from ${name} t`,
  );
  const read = await owner.unsafe<{ name: string; rows: string; hash: string }[]>(parts.join(" union all "));
  return new Map(read.map(({ name, rows, hash }) => [name, { rows: BigInt(rows), hash: BigInt(hash) }]));
}

async function addWritten(world: TestWorld, known: Map<string, Print>): Promise<void> {
  const written = await world.owner<{ name: string; rows: string; hash: string; isEmptied: boolean }[]>`
    with gone as (delete from test_watch.written returning name, rows, hash)
    select name, coalesce(sum(rows), 0)::text as rows, coalesce(sum(hash), 0)::text as hash, bool_or(rows is null) as "isEmptied"
    from gone group by name`;
  for (const { name, rows, hash } of written) {
    const before = known.get(name) ?? { rows: 0n, hash: 0n };
    known.set(name, { rows: before.rows + BigInt(rows), hash: before.hash + BigInt(hash) });
  }
  const emptied = written.filter(({ isEmptied }) => isEmptied).map(({ name }) => name);
  for (const [name, print] of await readPrints(world, emptied)) known.set(name, print);
}

const say = (known: ReadonlyMap<string, Print>): Record<string, string> =>
  Object.fromEntries([...known].map(([name, { rows, hash }]) => [name, `${rows}:${hash}`]));

/** A print of every table, by its name, without the times of last use, which no act of anybody writes. */
export async function printTables(world: TestWorld): Promise<Record<string, string>> {
  let known = prints.get(world);
  if (known) await addWritten(world, known);
  else {
    known = await readPrints(world, await watchTables(world));
    prints.set(world, known);
  }
  return say(known);
}

/** The same, read from the tables themselves: what `printTables` has added up must be this. */
export async function printTablesWhole(world: TestWorld): Promise<Record<string, string>> {
  return say(await readPrints(world, Object.keys(await printTables(world))));
}
