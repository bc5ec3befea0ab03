// Who an API key is, and the list of keys. A key carries few acts, ends by a date, and is known by its hash only.
import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { type Actor, type Context, makeContext, type Services } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { type ApiKeyAct, apiKeyActs, type ApiKeyView } from "./model.ts";
import { isInNetworks } from "./key-limits.ts";
import { isSeenStale } from "./rules.ts";
import { apiKeys, serviceAccounts } from "./tables.ts";
import { hashToken, isApiKey } from "./tokens.ts";

/** The actor of an `Authorization: Bearer` key, or undefined: unknown, revoked, expired, stopped with its service, or not from `address`. */
export async function resolveApiKey(
  services: Services,
  key: string | undefined,
  address: string,
): Promise<Actor | undefined> {
  if (!key || !isApiKey(key)) return undefined;
  const ctx = makeContext(services, { kind: "system", job: "identity.resolve" }, randomUUID());
  const now = ctx.now();
  const [found] = await readOnly(
    ctx,
    async (tx) =>
      await tx
        .select({ key: apiKeys, stoppedAt: serviceAccounts.disabledAt })
        .from(apiKeys)
        .leftJoin(serviceAccounts, eq(serviceAccounts.id, apiKeys.accountId))
        .where(eq(apiKeys.keyHash, hashToken(key))),
    "identity",
  );
  const row = found?.key;
  if (!row || found.stoppedAt || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return undefined;
  if (!isInNetworks(address, row.networks)) return undefined;
  if (!row.lastUsedAt || isSeenStale(row.lastUsedAt, now)) {
    // oxlint-disable-next-line toguna/mutation-guards -- the time of the last use is no act of anybody
    await withTransaction(
      ctx,
      async (tx) => await tx.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, row.id)),
      "identity",
    );
  }
  const { id: keyId, organisationId, marking } = row;
  return { kind: "api_key", keyId, organisationId, acts: row.acts.filter(isApiKeyAct), marking };
}

export async function listApiKeys(ctx: Context): Promise<{ keys: ApiKeyView[] }> {
  requirePermission(ctx, "key.change");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx
        .select({ key: apiKeys, account: serviceAccounts })
        .from(apiKeys)
        .leftJoin(serviceAccounts, eq(serviceAccounts.id, apiKeys.accountId))
        .orderBy(desc(apiKeys.createdAt)),
    "identity",
  );
  return {
    keys: rows.map(({ key: row, account }) => ({
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      account: account && { id: account.id, stoppedAt: account.disabledAt?.toISOString() ?? null },
      acts: row.acts.filter(isApiKeyAct),
      marking: row.marking,
      networks: row.networks,
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
