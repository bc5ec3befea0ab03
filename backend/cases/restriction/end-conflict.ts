// Takes somebody off the list of conflicts of interest; never by the person concerned.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { EndConflict } from "./model.ts";
import { decideEndConflict } from "./rules.ts";

/** @throws refused for one's own and for one that has ended; not_found. */
export async function endConflict(ctx: Context, input: EndConflict): Promise<void> {
  requirePermission(ctx, "conflict.declare");
  const { conflictId, reason } = EndConflict.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  await withTransaction(
    ctx,
    async (tx) => {
      const [before] = await tx.execute<{ personId: string; isEnded: boolean }>(
        sql`select person_id as "personId", ended_at is not null as "isEnded" from conflicts where id = ${conflictId} for update`,
      );
      if (!before) throw notFound("conflict");
      decideEndConflict({ ...before, by: actor.personId });
      await tx.execute(
        sql`update conflicts set ended_by = ${actor.personId}, ended_at = ${ctx.now().toISOString()} where id = ${conflictId}`,
      );
      await writeAudit(tx, ctx, {
        action: "conflict.end",
        objectType: "conflict",
        objectId: conflictId,
        detail: { personId: before.personId, reason },
      });
    },
    "system",
  );
}
