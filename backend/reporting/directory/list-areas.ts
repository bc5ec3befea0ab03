// The country's areas for choosing, each after the one that holds it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { AreaView } from "./model.ts";

/** @throws forbidden. */
export async function listAreas(ctx: Context): Promise<AreaView[]> {
  requirePermission(ctx, "registry.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<AreaView & Record<string, unknown>>(sql`
        with recursive tree as (
          select a.*, array[a.id] as path from areas a where a.parent_id is null
          union all select a.*, t.path || a.id from areas a join tree t on a.parent_id = t.id)
        select id, parent_id as "parentId", level, names from tree order by path`),
  );
  return [...rows];
}
