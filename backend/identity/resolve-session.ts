// Who a session cookie is: asked at every request, bound to the policy of today, so that a stricter one reaches open sessions.
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { type Actor, makeContext, type Services } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import type { Limitation, SignInPolicy } from "./model.ts";
import { isSeenStale, isSessionOpen, limitationUnder, sessionLimits } from "./rules.ts";
import { personActor } from "./sign-in.ts";
import { actingRoles, type Grant, grantsOfPerson, policyValue, toPolicy, usablePasskeysOfPerson } from "./store.ts";
import { passkeys, people, sessions } from "./tables.ts";
import { hashToken, isToken } from "./tokens.ts";

export interface ResolvedSession {
  actor: Extract<Actor, { kind: "person" }>;
  limitation: Limitation | null;
  policy: SignInPolicy;
  grants: Grant[];
  idleExpiresAt: Date;
  expiresAt: Date;
}

/** The actor of a session cookie's token, or undefined: unknown, ended, idle too long, too old, person disabled, passkey removed. */
export async function resolveSession(services: Services, token: string | undefined): Promise<Actor | undefined> {
  return (await readSession(services, token))?.actor;
}

/** The same with what the screens show of it. Under a limitation the actor has no roles: only the own keys can be mended. */
export async function readSession(services: Services, token: string | undefined): Promise<ResolvedSession | undefined> {
  if (!token || !isToken(token)) return undefined;
  const ctx = makeContext(services, { kind: "system", job: "identity.resolve" }, randomUUID());
  const now = ctx.now();
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx
        .select({
          id: sessions.id,
          personId: sessions.personId,
          createdAt: sessions.createdAt,
          lastSeenAt: sessions.lastSeenAt,
          endedAt: sessions.endedAt,
          personDisabledAt: people.disabledAt,
          passkeyRemovedAt: passkeys.removedAt,
          passkeyBlockedAt: passkeys.blockedAt,
          isKeyBackupEligible: passkeys.isBackupEligible,
          grants: grantsOfPerson,
          usablePasskeys: usablePasskeysOfPerson,
          policy: policyValue,
        })
        .from(sessions)
        .innerJoin(people, eq(people.id, sessions.personId))
        .innerJoin(passkeys, eq(passkeys.id, sessions.passkeyId))
        .where(eq(sessions.tokenHash, hashToken(token))),
    "identity",
  );
  if (!row) return undefined;
  const policy = toPolicy(row.policy);
  const facts = {
    ...row,
    isPersonDisabled: row.personDisabledAt !== null,
    isPasskeyGone: row.passkeyRemovedAt !== null || row.passkeyBlockedAt !== null,
  };
  const acting = actingRoles(row.grants);
  if (!acting || !isSessionOpen(policy, facts, now)) return undefined;
  const isStale = isSeenStale(row.lastSeenAt, now);
  const limits = sessionLimits(policy, { createdAt: row.createdAt, lastSeenAt: isStale ? now : row.lastSeenAt });
  if (isStale) await touch(ctx, row.id, now, limits.idleExpiresAt);
  const limitation = limitationUnder(policy.level, acting.roles, row);
  const actor = personActor(row.personId, limitation ? { ...acting, roles: [] } : acting, row.id);
  return { actor, limitation, policy, grants: row.grants, ...limits };
}

async function touch(ctx: ReturnType<typeof makeContext>, id: string, now: Date, idleExpiresAt: Date): Promise<void> {
  // oxlint-disable-next-line toguna/mutation-guards -- the time of the last request is no act of anybody
  await withTransaction(
    ctx,
    async (tx) => await tx.update(sessions).set({ lastSeenAt: now, idleExpiresAt }).where(eq(sessions.id, id)),
    "identity",
  );
}
