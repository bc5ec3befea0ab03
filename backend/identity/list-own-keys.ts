// A person's own passkeys and open sessions.
import { and, desc, eq, isNull } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { authenticatorModels } from "./authenticators/tables.ts";
import { relyingPartyOf } from "./ceremony/relying-party.ts";
import type { OwnKeysView } from "./model.ts";
import { allowsRecoveryCodes } from "./recovery-codes/rules.ts";
import { recoveryCodes } from "./recovery-codes/tables.ts";
import { isSessionOpen, leastPasskeys, sessionLimits } from "./rules.ts";
import { requirePerson } from "./step-up.ts";
import { actingRoles, findPerson, readPolicy } from "./store.ts";
import { passkeys, sessions } from "./tables.ts";

export async function listOwnKeys(ctx: Context): Promise<OwnKeysView> {
  requirePermission(ctx, "own.change");
  const actor = requirePerson(ctx);
  return await readOnly(
    ctx,
    async (tx) => {
      const policy = await readPolicy(tx);
      const own = await tx
        .select({ key: passkeys, modelName: authenticatorModels.name })
        .from(passkeys)
        .leftJoin(authenticatorModels, eq(authenticatorModels.aaguid, passkeys.aaguid))
        .where(and(eq(passkeys.personId, actor.personId), isNull(passkeys.removedAt)))
        .orderBy(passkeys.createdAt);
      const open = await tx
        .select({ session: sessions, passkeyName: passkeys.name })
        .from(sessions)
        .leftJoin(passkeys, eq(passkeys.id, sessions.passkeyId))
        .where(and(eq(sessions.personId, actor.personId), isNull(sessions.endedAt)))
        .orderBy(desc(sessions.lastSeenAt));
      const codes = await tx
        .select({ madeAt: recoveryCodes.madeAt })
        .from(recoveryCodes)
        .where(
          and(
            eq(recoveryCodes.personId, actor.personId),
            isNull(recoveryCodes.usedAt),
            isNull(recoveryCodes.droppedAt),
          ),
        );
      const usable = own.filter(({ key }) => key.blockedAt === null).length;
      const person = await findPerson(tx, actor.personId);
      return {
        recoveryCodes: {
          isAllowed: allowsRecoveryCodes(policy, actingRoles(person?.grants ?? [])?.roles ?? []),
          left: codes.length,
          madeAt: codes[0]?.madeAt.toISOString() ?? null,
        },
        siteName: relyingPartyOf(ctx.config).id,
        handle: person?.handle.toString("base64url") ?? "",
        passkeys: own.map(({ key, modelName }) => ({
          id: key.id,
          name: key.name,
          createdAt: key.createdAt.toISOString(),
          lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
          isBackupEligible: key.isBackupEligible,
          isBackedUp: key.isBackedUp,
          attestation: key.attestation,
          modelName,
          blockedAt: key.blockedAt?.toISOString() ?? null,
          blockedFor: key.blockedAt === null ? null : key.blockedWhy === "counter" ? "copy" : "model",
          can: { remove: key.blockedAt !== null || usable > leastPasskeys(policy.level) },
        })),
        sessions: open
          .filter(({ session }) =>
            isSessionOpen(policy, { ...session, isPersonDisabled: false, isPasskeyGone: false }, ctx.now()),
          )
          .map(({ session, passkeyName }) => ({
            id: session.id,
            passkeyName,
            createdAt: session.createdAt.toISOString(),
            lastSeenAt: session.lastSeenAt.toISOString(),
            expiresAt: sessionLimits(policy, session).expiresAt.toISOString(),
            isThisOne: session.id === actor.sessionId,
          })),
      };
    },
    "identity",
  );
}
