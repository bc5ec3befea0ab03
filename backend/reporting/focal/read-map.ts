// The map of an area's parts with how many reports each handles: drawn here from imported shapes, else as equal tiles.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { Shape } from "../../registry/areas/model.ts";
import { boxOf, frameOf, pathOf } from "../../registry/index.ts";
import type { AreaMap, MapArea } from "./model.ts";
import { fewestTold, placeTiles, tellCount } from "./tile-map.ts";

const widthOfShapes = 600;

interface Row extends Omit<MapArea, "path" | "count"> {
  shape: Shape | null;
  isVerified: boolean;
  count: number;
}

/**
 * Counts are those of the reports that the asker may read. Outside the desk, small numbers are not told: with few reports in a small
 * place a number is almost a name. @throws forbidden, not_found.
 */
export async function readAreaMap(ctx: Context, parentId: string | undefined): Promise<AreaMap> {
  requirePermission(ctx, "area.read");
  const isDesk = may(ctx, "report.read");
  const { parent, rows, own } = await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<NonNullable<AreaMap["parent"]> & Record<string, unknown>>(
      parentId === undefined
        ? sql`select id, names, parent_id as "parentId" from areas where level = 'country' and ended_at is null order by id limit 1`
        : sql`select id, names, parent_id as "parentId" from areas where id = ${parentId}`,
    );
    if (!found && parentId !== undefined) throw notFound("area");
    const counted = sql`(select count(*)::int from reports r where not r.is_exercise and r.area_id in (select toguna_area_subtree(array[a.id])))`;
    const parts = await tx.execute<Row & Record<string, unknown>>(sql`
      select a.id, a.names, a.level, a.population::float8 as population, a.tile, a.shape, a.is_verified as "isVerified", ${counted} as count,
        exists (select 1 from areas p where p.parent_id = a.id and p.ended_at is null) as "hasParts"
      from areas a where a.parent_id = ${found?.id ?? null} and a.ended_at is null order by a.names ->> 'fr', a.id`);
    const [all] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from reports r where not r.is_exercise and r.area_id in (select toguna_area_subtree(array[${found?.id ?? ""}]))`,
    );
    return { parent: found ?? null, rows: [...parts], own: all?.n ?? 0 };
  });
  const told = isDesk ? 0 : fewestTold;
  const elsewhere = Math.max(0, own - rows.reduce((sum, row) => sum + row.count, 0));
  const base = {
    parent,
    elsewhere: tellCount(elsewhere, told),
    fewest: told,
    hasCounts: isDesk || may(ctx, "focal.read"),
  };
  if (rows.length > 0 && rows.every(({ shape }) => shape !== null)) {
    const { height, place } = frameOf(boxOf(rows.map(({ shape }) => shape ?? [])), widthOfShapes);
    const areas = rows.map(({ shape, isVerified: _isVerified, ...row }) => ({
      ...row,
      tile: null,
      path: pathOf(shape ?? [], place),
      count: tellCount(row.count, told),
    }));
    return { ...base, kind: "shapes", width: widthOfShapes, height, isProposal: false, areas };
  }
  const { places, width, height } = placeTiles(rows);
  const areas = rows.map(({ shape: _shape, isVerified: _isVerified, ...row }) => ({
    ...row,
    tile: places.get(row.id) ?? null,
    path: null,
    count: tellCount(row.count, told),
  }));
  return { ...base, kind: "tiles", width, height, isProposal: true, areas };
}
