// Takes a list out of force: it is kept with all its editions, and hits nothing until a new edition comes.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { RetireFeed } from "./model.ts";

/** @throws forbidden, not_found, conflict where it is not in force */
export async function retireFeed(ctx: Context, input: RetireFeed): Promise<void> {
  requirePermission(ctx, "indicator.import");
  const { feedId, reason } = RetireFeed.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [feed] = await tx.execute<{ activeImport: string | null }>(
      sql`select active_import as "activeImport" from indicator_feeds where id = ${feedId} for update`,
    );
    if (!feed) throw notFound("list");
    if (feed.activeImport === null)
      throw new AppError("conflict", "This list is not in force.", { words: "refusals.list_not_in_force" });
    await tx.execute(sql`update indicator_feeds set active_import = null, ended_at = ${ctx.now().toISOString()}::timestamptz,
      ended_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, end_reason = ${reason} where id = ${feedId}`);
    await writeAudit(tx, ctx, {
      action: "indicator.retire",
      objectType: "indicator_feed",
      objectId: feedId,
      detail: { importId: feed.activeImport, reason },
    });
  });
}
