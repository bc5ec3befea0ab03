// Revokes an API key: it opens nothing from this moment.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { apiKeys } from "./tables.ts";

/** @throws AppError not_found when it is revoked already. */
export async function revokeApiKey(ctx: Context, keyId: string): Promise<void> {
  requirePermission(ctx, "key.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const [done] = await tx
        .update(apiKeys)
        .set({ revokedAt: ctx.now() })
        .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
        .returning({ id: apiKeys.id });
      if (!done) throw notFound("API key");
      await writeAudit(tx, ctx, { action: "api_key.revoke", objectType: "api_key", objectId: keyId });
    },
    "identity",
  );
}
