// Replaces an API key without a gap: the new one works at once, the old one for another day.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import type { MadeApiKey } from "./make-api-key.ts";
import { stepUpFor } from "./model.ts";
import { requireStepUp } from "./require-step-up.ts";
import { lifetimes } from "./rules.ts";
import { requirePerson } from "./step-up.ts";
import { apiKeys } from "./tables.ts";
import { hashToken, newApiKey } from "./tokens.ts";

/** Needs a step-up (`stepUpFor.rotateApiKey`). The new key lives as long as the old one was made for. */
export async function rotateApiKey(ctx: Context, keyId: string): Promise<MadeApiKey> {
  requirePermission(ctx, "key.change");
  const actor = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const [old] = await tx
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
        .for("update");
      if (!old?.expiresAt || old.expiresAt <= now) throw notFound("API key that still opens something");
      await requireStepUp(tx, ctx, stepUpFor.rotateApiKey(keyId));
      const overlapEndsAt = new Date(Math.min(old.expiresAt.getTime(), now.getTime() + lifetimes.rotatedKeyMs));
      await tx.update(apiKeys).set({ expiresAt: overlapEndsAt }).where(eq(apiKeys.id, keyId));
      const { key, prefix } = newApiKey();
      const id = newId(now);
      const expiresAt = new Date(now.getTime() + (old.expiresAt.getTime() - old.createdAt.getTime()));
      await tx.insert(apiKeys).values({
        id,
        name: old.name,
        keyHash: hashToken(key),
        prefix,
        organisationId: old.organisationId,
        accountId: old.accountId,
        acts: old.acts,
        marking: old.marking,
        networks: old.networks,
        createdBy: actor.personId,
        createdAt: now,
        expiresAt,
      });
      const detail = { replaces: keyId, prefix, overlapEndsAt: overlapEndsAt.toISOString() };
      await writeAudit(tx, ctx, { action: "api_key.rotate", objectType: "api_key", objectId: id, detail });
      return { id, key, expiresAt: expiresAt.toISOString() };
    },
    "identity",
  );
}
