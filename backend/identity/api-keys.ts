// Who an API key is, and the list of keys. A key carries few acts, ends by a date, and is known by its hash only.
import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { type Actor, type Context, makeContext, type Services } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { type ApiKeyAct, apiKeyActs, type ApiKeyView } from "./model.ts";
import { isSeenStale } from "./rules.ts";
import { apiKeys } from "./tables.ts";
import { hashToken, isApiKey } from "./tokens.ts";

/** The actor of an `Authorization: Bearer` key, or undefined: unknown, revoked, expired. */
export async function resolveApiKey(services: Services, key: string | undefined): Promise<Actor | undefined> {
  if (!key || !isApiKey(key)) return undefined;
  const ctx = makeContext(services, { kind: "system", job: "identity.resolve" }, randomUUID());
  const now = ctx.now();
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx
        .select()
        .from(apiKeys)
        .where(eq(apiKeys.keyHash, hashToken(key))),
    "identity",
  );
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return undefined;
  if (!row.lastUsedAt || isSeenStale(row.lastUsedAt, now)) {
    // oxlint-disable-next-line toguna/mutation-guards -- the time of the last use is no act of anybody
    await withTransaction(
      ctx,
      async (tx) => await tx.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, row.id)),
      "identity",
    );
  }
  return { kind: "api_key", keyId: row.id, organisationId: row.organisationId, acts: row.acts.filter(isApiKeyAct) };
}

export async function listApiKeys(ctx: Context): Promise<{ keys: ApiKeyView[] }> {
  requirePermission(ctx, "key.change");
  const rows = await readOnly(
    ctx,
    async (tx) => await tx.select().from(apiKeys).orderBy(desc(apiKeys.createdAt)),
    "identity",
  );
  return {
    keys: rows.map((row) => ({
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      acts: row.acts.filter(isApiKeyAct),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    })),
  };
}

/** A key that was given an act which is no longer for keys has lost it. */
function isApiKeyAct(act: string): act is ApiKeyAct {
  return apiKeyActs.some((known) => known === act);
}
