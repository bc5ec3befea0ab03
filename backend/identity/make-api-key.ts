// Makes an API key for a machine. The key is shown once; the server keeps its hash.
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { findOrMakeAccount } from "./keep-accounts.ts";
import { stepUpFor } from "./model.ts";
import { MakeApiKey } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { requirePerson } from "./step-up.ts";
import { apiKeys } from "./tables.ts";
import { hashToken, newApiKey } from "./tokens.ts";

export interface MadeApiKey {
  id: string;
  key: string;
  expiresAt: string;
}

/** Needs a step-up (`stepUpFor.makeApiKey`). */
export async function makeApiKey(ctx: Context, input: unknown): Promise<MadeApiKey> {
  requirePermission(ctx, "key.change");
  const wanted = MakeApiKey.parse(input);
  const actor = requirePerson(ctx);
  const acts = [...new Set(wanted.acts)];
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpFor.makeApiKey(wanted.name, acts, wanted));
      const now = ctx.now();
      const { organisationId, personId } = actor;
      const accountId = await findOrMakeAccount(tx, ctx, { name: wanted.name, organisationId, madeBy: personId });
      const { key, prefix } = newApiKey();
      const id = newId(now);
      const expiresAt = new Date(now.getTime() + wanted.days * 24 * 3_600_000);
      await tx.insert(apiKeys).values({
        id,
        name: wanted.name,
        keyHash: hashToken(key),
        prefix,
        organisationId,
        accountId,
        acts,
        marking: wanted.marking,
        networks: wanted.networks,
        createdBy: personId,
        createdAt: now,
        expiresAt,
      });
      const { marking, networks } = wanted;
      const detail = { prefix, accountId, acts, marking, networks, expiresAt: expiresAt.toISOString() };
      await writeAudit(tx, ctx, { action: "api_key.make", objectType: "api_key", objectId: id, detail });
      return { id, key, expiresAt: expiresAt.toISOString() };
    },
    "identity",
  );
}
