// The tree of areas for screens: each after the one that holds it, ended ones with what followed them.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { AreaTreeView, AreaView } from "./model.ts";
import { readLevels } from "./store.ts";

/** @throws forbidden. */
export async function readAreaTree(ctx: Context): Promise<AreaTreeView> {
  requirePermission(ctx, "area.read");
  return await readOnly(ctx, async (tx) => {
    const areas = await tx.execute<AreaView & Record<string, unknown>>(sql`
      with recursive tree as (
        select a.*, array[a.id] as path from areas a where a.parent_id is null
        union all select a.*, t.path || a.id from areas a join tree t on a.parent_id = t.id)
      select id, parent_id as "parentId", level, names, population::float8 as population, is_verified as "isVerified", shape is not null as "hasShape",
        ${iso(sql`ended_at`)} as "endedAt", end_reason as "endReason",
        coalesce((select json_agg(s.successor_id order by s.successor_id) from area_successors s where s.area_id = tree.id), '[]') as successors
      from tree order by path`);
    return { areas: [...areas], levels: await readLevels(tx) };
  });
}
