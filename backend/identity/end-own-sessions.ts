// Ends own sessions: one by its id, or all but the one that asks.
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { requirePerson } from "./step-up.ts";
import { endSessions } from "./store.ts";

/** @throws AppError not_found for a session that is not the person's own or has ended. */
export async function endOwnSessions(
  ctx: Context,
  which: { sessionId: string } | "others",
): Promise<{ ended: number }> {
  requirePermission(ctx, "own.change");
  const actor = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const only = which === "others" ? { exceptId: actor.sessionId } : { onlyId: which.sessionId };
      const ended = await endSessions(tx, { personId: actor.personId, ...only }, "ended_by_owner", ctx.now());
      if (which !== "others" && ended.length === 0) throw notFound("open session");
      const detail = { sessionIds: ended };
      await writeAudit(tx, ctx, { action: "session.end", objectType: "person", objectId: actor.personId, detail });
      return { ended: ended.length };
    },
    "identity",
  );
}
