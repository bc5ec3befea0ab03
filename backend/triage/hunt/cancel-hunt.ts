// Cancels a hunt: what it found until then stays.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";

/** @throws forbidden, not_found, conflict where it has ended */
export async function cancelHunt(ctx: Context, huntId: string): Promise<void> {
  requirePermission(ctx, "hunt.start");
  await withTransaction(ctx, async (tx) => {
    const [hunt] = await tx.execute<{ state: string }>(sql`select state from hunts where id = ${huntId} for update`);
    if (!hunt) throw notFound("hunt");
    if (hunt.state !== "waiting" && hunt.state !== "running")
      throw new AppError("conflict", "This hunt has ended already.", { words: "refusals.hunt_ended" });
    await tx.execute(sql`update hunts set is_cancel_asked = true, state = case when state = 'waiting' then 'cancelled' else state end,
      finished_at = case when state = 'waiting' then ${ctx.now().toISOString()}::timestamptz end where id = ${huntId}`);
    await writeAudit(tx, ctx, { action: "hunt.cancel", objectType: "hunt", objectId: huntId });
  });
}
