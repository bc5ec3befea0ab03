// Brings the administrative areas of the country file into the register; a newer file changes names and adds areas, none is removed, and what an import changed since stays.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { loadTiles } from "./areas/load-tiles.ts";
import type { Area, CountryFile } from "./country/index.ts";

/** Does nothing when this version of the file is in already. Returns how many areas the file has. */
export async function importAreas(ctx: Context, country: CountryFile): Promise<number> {
  requirePermission(ctx, "registry.change");
  const rows = flatten(country.areas.root, null);
  // The second part rises with what is read of the file: an installation of before reads it again.
  const version = `${country.code} ${country.version} 2`;
  await withTransaction(ctx, async (tx) => {
    const known = await tx.execute<{ value: string }>(sql`select value from settings where key = 'areas.version'`);
    if (known[0]?.value === version) return;
    for (const row of rows) {
      await tx.execute(sql`insert into areas (id, parent_id, level, names, population, is_verified)
        values (${row.id}, ${row.parentId}, ${row.level}, ${JSON.stringify(row.names)}::jsonb, ${row.population}, ${row.isVerified})
        on conflict (id) do update set parent_id = excluded.parent_id, level = excluded.level, names = excluded.names,
          population = excluded.population, is_verified = excluded.is_verified where areas.version = 1 and areas.ended_at is null`);
    }
    await placeTiles(tx, country.code);
    for (const [key, value] of [
      ["areas.levels", country.areas.levels],
      ["areas.version", version],
    ] as const)
      await tx.execute(sql`insert into settings (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
        on conflict (key) do update set value = excluded.value, changed_at = now()`);
    await writeAudit(tx, ctx, {
      action: "areas.import",
      objectType: "country",
      objectId: country.code,
      detail: { version: country.version, areas: rows.length },
    });
  });
  return rows.length;
}

async function placeTiles(tx: Tx, code: string): Promise<void> {
  const { tiles, borders } = loadTiles(code);
  for (const [id, tile] of tiles)
    await tx.execute(
      sql`update areas set tile = ${JSON.stringify(tile)}::jsonb where id = ${id} and version = 1 and tile is null`,
    );
  for (const [one, other] of borders)
    await tx.execute(sql`insert into area_borders (area_id, neighbour_id) select a.id, b.id from areas a, areas b
      where (a.id, b.id) in ((${one}, ${other}), (${other}, ${one})) and a.version = 1 and b.version = 1 on conflict do nothing`);
}

interface AreaRow {
  id: string;
  parentId: string | null;
  level: string;
  names: Record<string, string>;
  population: number | null;
  isVerified: boolean;
}

function flatten(area: Area, parentId: string | null): AreaRow[] {
  const status = area.verification?.status;
  const own = {
    id: area.id,
    parentId,
    level: area.level,
    names: area.names,
    population: area.population ?? null,
    isVerified: status !== undefined && status !== "unverified",
  };
  return [own, ...(area.children ?? []).flatMap((child) => flatten(child, area.id))];
}
