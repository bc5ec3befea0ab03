// Erases files that were begun and not finished in their time, what is known of those that ended, and bytes that belong to none.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { erasePartial, listPartials } from "./partial-file.ts";

/** Inside the day's tidying, which asked for permission and writes the log. @returns how many uploads were removed. */
export async function tidyUploads(ctx: Context): Promise<number> {
  // Listed before the rows are read: an upload that begins meanwhile is not taken for a stray one.
  const partials = await listPartials(ctx.config.dataDir);
  // oxlint-disable-next-line toguna/mutation-guards -- see above
  const { removed, open } = await withTransaction(ctx, async (tx) => {
    const rows = await tx.execute(
      sql`delete from uploads where expires_at <= ${ctx.now().toISOString()}::timestamptz returning id`,
    );
    const left = await tx.execute<{ id: string }>(sql`select id from uploads where outcome is null`);
    return { removed: rows.length, open: new Set(left.map(({ id }) => id)) };
  });
  for (const id of partials) if (!open.has(id)) await erasePartial(ctx.config.dataDir, id);
  return removed;
}
