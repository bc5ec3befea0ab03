// SQL of the tree of areas: reading all of it as imports need it, the country's words for levels, and writing what an import changed.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { AreaLevelNames, AreaRow } from "./model.ts";

/** Every area, ended ones too. */
export async function readAreas(tx: Tx): Promise<AreaRow[]> {
  const rows = await tx.execute<AreaRow & Record<string, unknown>>(sql`
    select a.id, a.parent_id as "parentId", a.level, a.names, a.population::float8 as population, a.tile, a.shape, ${iso(sql`a.ended_at`)} as "endedAt",
      a.end_reason as "endReason", a.version,
      coalesce((select json_agg(s.successor_id order by s.successor_id) from area_successors s where s.area_id = a.id), '[]') as successors,
      coalesce((select json_agg(b.neighbour_id order by b.neighbour_id) from area_borders b where b.area_id = a.id), '[]') as borders
    from areas a order by a.id`);
  return [...rows];
}

/** The country's own names of the four levels; empty before a country file said them. */
export async function readLevels(tx: Tx): Promise<AreaLevelNames[]> {
  const [row] = await tx.execute<{ value: AreaLevelNames[] }>(
    sql`select value from settings where key = 'areas.levels'`,
  );
  return row?.value ?? [];
}

/** Writes rows as they will be, keeps what they were, and gives each the next version. Parents come before their children. */
export async function writeAreas(
  tx: Tx,
  rows: readonly AreaRow[],
  before: ReadonlyMap<string, AreaRow>,
  written: { importId: string; at: string },
): Promise<void> {
  const place = sql`insert into areas (id, level, names) values`;
  // First every new id, so that parents, successors and neighbours are there whatever the order of the file.
  for (const row of rows.filter(({ id }) => !before.has(id)))
    await tx.execute(sql`${place} (${row.id}, ${row.level}, ${JSON.stringify(row.names)}::jsonb)`);
  for (const row of rows) {
    const old = before.get(row.id);
    if (old)
      await tx.execute(sql`insert into area_history (area_id, version, before, import_id, at)
        values (${row.id}, ${old.version}, ${JSON.stringify(old)}::jsonb, ${written.importId}, ${written.at}::timestamptz)`);
    await tx.execute(sql`update areas set parent_id = ${row.parentId}, level = ${row.level}, names = ${JSON.stringify(row.names)}::jsonb,
        population = ${row.population}, tile = ${row.tile === null ? null : JSON.stringify(row.tile)}::jsonb,
        shape = ${row.shape === null ? null : JSON.stringify(row.shape)}::jsonb, ended_at = ${row.endedAt}::timestamptz,
        end_reason = ${row.endReason}, is_verified = true, version = ${old ? old.version + 1 : 1} where id = ${row.id}`);
    await tx.execute(sql`delete from area_successors where area_id = ${row.id}`);
    for (const id of row.successors)
      await tx.execute(sql`insert into area_successors (area_id, successor_id) values (${row.id}, ${id})`);
    // A border is one of both sides.
    await tx.execute(sql`delete from area_borders where area_id = ${row.id} or neighbour_id = ${row.id}`);
    for (const id of row.borders)
      await tx.execute(
        sql`insert into area_borders (area_id, neighbour_id) values (${row.id}, ${id}), (${id}, ${row.id}) on conflict do nothing`,
      );
  }
}
