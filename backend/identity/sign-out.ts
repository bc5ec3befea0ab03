// Signs out: ends the session on the server, so that a copied cookie opens nothing.
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { endSessions } from "./store.ts";

export async function signOut(ctx: Context): Promise<void> {
  requirePermission(ctx, "own.change");
  const { actor } = ctx;
  if (actor.kind !== "person") return;
  await withTransaction(
    ctx,
    async (tx) => {
      const ended = await endSessions(
        tx,
        { personId: actor.personId, onlyId: actor.sessionId },
        "signed_out",
        ctx.now(),
      );
      if (ended.length > 0)
        await writeAudit(tx, ctx, { action: "session.close", objectType: "session", objectId: actor.sessionId });
    },
    "identity",
  );
}
