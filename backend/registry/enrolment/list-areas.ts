// The areas that an entry's people may choose their seat from: those that stand, each after the one that holds it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { AreaChoice } from "./model.ts";

/** @throws forbidden. */
export async function listAreaChoices(ctx: Context): Promise<AreaChoice[]> {
  requirePermission(ctx, "entry.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<AreaChoice & Record<string, unknown>>(sql`
        with recursive tree as (
          select a.*, array[a.id] as path from areas a where a.parent_id is null and a.ended_at is null
          union all select a.*, t.path || a.id from areas a join tree t on a.parent_id = t.id where a.ended_at is null)
        select id, level, names from tree order by path`),
    "constituent",
  );
  return [...rows];
}
