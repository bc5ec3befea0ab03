// Removes an own passkey: its sessions end, its owner is told; the last one that is needed stays.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { stepUpFor } from "./model.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideRemovePasskey } from "./rules.ts";
import { requirePerson } from "./step-up.ts";
import { endSessions, findPerson, readPolicy } from "./store.ts";
import { passkeys } from "./tables.ts";

/** Needs a step-up (`stepUpFor.removePasskey`). @throws AppError not_found for somebody else's, refused for the last one. */
export async function removePasskey(ctx: Context, passkeyId: string): Promise<void> {
  requirePermission(ctx, "own.change");
  const actor = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, actor.personId, { forUpdate: true });
      const [passkey] = await tx
        .select()
        .from(passkeys)
        .where(and(eq(passkeys.id, passkeyId), eq(passkeys.personId, actor.personId), isNull(passkeys.removedAt)));
      if (!person || !passkey) throw notFound("passkey");
      const { level } = await readPolicy(tx);
      decideRemovePasskey(level, person.usablePasskeys, passkey.blockedAt === null);
      await requireStepUp(tx, ctx, stepUpFor.removePasskey(passkeyId, person.usablePasskeys));
      const now = ctx.now();
      await tx.update(passkeys).set({ removedAt: now }).where(eq(passkeys.id, passkeyId));
      const ended = await endSessions(tx, { personId: person.id, passkeyId }, "passkey_removed", now);
      await publish(tx, { type: "identity.changed", personId: person.id, change: "passkey_removed" });
      const detail = { passkeyId, endedSessions: ended.length };
      await writeAudit(tx, ctx, { action: "passkey.remove", objectType: "person", objectId: person.id, detail });
    },
    "identity",
  );
}
