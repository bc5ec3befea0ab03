// Reads and changes how strict sign-in is. A stricter policy binds sessions that are open: they are judged by it at their next request.
import { eq, inArray, sql } from "drizzle-orm";
import { canonicalJson, writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../platform/db/index.ts";
import { isRole, requirePermission } from "./access.ts";
import { newestMetadata } from "./authenticators/store.ts";
import { authenticatorModels } from "./authenticators/tables.ts";
import { type SignInPolicy, stepUpFor } from "./model.ts";
import { ChangePolicy } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decidePolicy } from "./rules.ts";
import { readPolicy } from "./store.ts";
import { passkeys, sessions } from "./tables.ts";

export async function readSignInPolicy(ctx: Context): Promise<SignInPolicy> {
  requirePermission(ctx, "settings.change");
  return await readOnly(ctx, readPolicy);
}

/** Needs a step-up (`stepUpFor.changePolicy` with the new policy). @throws AppError refused or invalid_input (`decidePolicy`). */
export async function changePolicy(ctx: Context, input: unknown): Promise<SignInPolicy> {
  requirePermission(ctx, "settings.change");
  const after = ChangePolicy.parse(input);
  decidePolicy(after, await readOnly(ctx, async (tx) => await readFacts(tx, ctx, after), "identity"));
  return await withTransaction(ctx, async (tx) => {
    const before = await readPolicy(tx);
    await requireStepUp(tx, ctx, stepUpFor.changePolicy(after));
    await tx.execute(sql`insert into settings (key, value, changed_at) values ('identity.policy', ${canonicalJson(after)}::jsonb, ${ctx.now().toISOString()})
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    const detail = { before, after };
    await writeAudit(tx, ctx, { action: "policy.change", objectType: "settings", objectId: "sign-in", detail });
    return after;
  });
}

async function readFacts(tx: Tx, ctx: Context, after: SignInPolicy): Promise<Parameters<typeof decidePolicy>[1]> {
  const known = await tx
    .select({ aaguid: authenticatorModels.aaguid })
    .from(authenticatorModels)
    .where(inArray(authenticatorModels.aaguid, after.allowedModels));
  return {
    hasMetadata: (await newestMetadata(tx)) !== undefined,
    unknownModels: after.allowedModels.filter((one) => !known.some(({ aaguid }) => aaguid === one)),
    own: await ownKey(tx, ctx),
  };
}

async function ownKey(tx: Tx, { actor }: Context) {
  if (actor.kind !== "person") return undefined;
  const [key] = await tx
    .select({ attestation: passkeys.attestation, aaguid: passkeys.aaguid })
    .from(sessions)
    .innerJoin(passkeys, eq(passkeys.id, sessions.passkeyId))
    .where(eq(sessions.id, actor.sessionId));
  return { held: actor.roles.filter(isRole), attestation: key?.attestation ?? "claimed", aaguid: key?.aaguid ?? null };
}
