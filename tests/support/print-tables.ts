// A print of every table of a test's database, to see whether anything was written. Only what was written since the last print is read again.
import type { TestWorld } from "./database.ts";

const prints = new WeakMap<TestWorld, Map<string, string>>();

/** Statement triggers note the table that was written, also where a session has switched ordinary triggers off. */
async function watchTables({ owner }: TestWorld): Promise<string[]> {
  const tables = await owner<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'graphile_worker') order by 1`;
  await owner.unsafe(`create schema test_watch;
    create unlogged table test_watch.written (name text not null);
    create function test_watch.note() returns trigger language plpgsql security definer as
      $$ begin insert into test_watch.written values (format('%I.%I', tg_table_schema, tg_table_name)); return null; end $$;`);
  await owner.unsafe(
    tables
      .map(
        ({
          name,
        }) => `create trigger test_watch after insert or update or delete or truncate on ${name} execute function test_watch.note();
          alter table ${name} enable always trigger test_watch;`,
      )
      .join("\n"),
  );
  return tables.map(({ name }) => name);
}

async function readPrints({ owner }: TestWorld, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const parts = names.map((name) => {
    // Only ever added to, as a trigger of its own holds, and by every request: its length says whether it was written.
    if (name === "public.audit_log") return `select '${name}' as name, count(*)::text as print from ${name}`;
    const unread = /^public\.(sessions|api_keys)$/.test(name)
      ? "- 'last_seen_at' - 'idle_expires_at' - 'last_used_at'"
      : "";
    const row = unread === "" ? "t::text" : `(to_jsonb(t) ${unread})::text`;
    // A sum of the rows' hashes: no order, and nothing to sort.
    return `select '${name}' as name, count(*) || ':' || coalesce(sum(hashtextextended(${row}, 0)::numeric), 0) as print from ${name} t`;
  });
  const rows = await owner.unsafe<{ name: string; print: string }[]>(parts.join(" union all "));
  return new Map(rows.map(({ name, print }) => [name, print]));
}

/** A print of every table, by its name, without the times of last use, which no act of anybody writes. */
export async function printTables(world: TestWorld): Promise<Record<string, string>> {
  const known = prints.get(world);
  if (known) {
    const written = await world.owner<{ name: string }[]>`with gone as (delete from test_watch.written returning name)
      select distinct name from gone`;
    for (const [name, print] of await readPrints(
      world,
      written.map(({ name }) => name),
    ))
      known.set(name, print);
    return Object.fromEntries(known);
  }
  const first = await readPrints(world, await watchTables(world));
  prints.set(world, first);
  return Object.fromEntries(first);
}
