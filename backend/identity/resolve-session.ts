// Who a session cookie is: asked at every request, bound to the policy of today, so that a stricter one reaches open sessions.
import { randomUUID } from "node:crypto";
import { eq, type SQL } from "drizzle-orm";
import { type Actor, type Context, makeContext, type Services } from "../platform/context/index.ts";
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

/**
 * The actor of a session cookie's token, or undefined: unknown, ended, idle too long, too old, person disabled, passkey removed.
 * `isBackground`: the page asks by itself, and the session does not live longer by it.
 */
export async function resolveSession(
  services: Services,
  token: string | undefined,
  isBackground = false,
): Promise<Actor | undefined> {
  return (await readSession(services, token, isBackground))?.actor;
}

/** The same with what the screens show of it. Under a limitation the actor has no roles: only the own keys can be mended. */
export async function readSession(
  services: Services,
  token: string | undefined,
  isBackground: boolean,
): Promise<ResolvedSession | undefined> {
  if (!token || !isToken(token)) return undefined;
  const ctx = makeContext(services, { kind: "system", job: "identity.resolve" }, randomUUID());
  const found = await findSession(ctx, eq(sessions.tokenHash, hashToken(token)));
  if (!found || isBackground || !isSeenStale(found.lastSeenAt, ctx.now())) return found?.session;
  const limits = sessionLimits(found.session.policy, { createdAt: found.createdAt, lastSeenAt: ctx.now() });
  await touch(ctx, found.session.actor.sessionId, ctx.now(), limits.idleExpiresAt);
  return { ...found.session, ...limits };
}

/**
 * Who the actor is by now, for answers that last (streams): undefined once the session has ended. It is no request of the person's, so
 * the session does not live longer by it. Others than people stay who they are.
 */
export async function rereadActor(ctx: Context): Promise<Actor | undefined> {
  if (ctx.actor.kind !== "person") return ctx.actor;
  const reading = makeContext(ctx, { kind: "system", job: "identity.resolve" }, ctx.requestId);
  return (await findSession(reading, eq(sessions.id, ctx.actor.sessionId)))?.session.actor;
}

async function findSession(
  ctx: Context,
  which: SQL,
): Promise<{ session: ResolvedSession; createdAt: Date; lastSeenAt: Date } | undefined> {
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
          actingOrganisationId: sessions.actingOrganisationId,
          personDisabledAt: people.disabledAt,
          passkeyRemovedAt: passkeys.removedAt,
          passkeyBlockedAt: passkeys.blockedAt,
          isKeyBackupEligible: passkeys.isBackupEligible,
          attestation: passkeys.attestation,
          aaguid: passkeys.aaguid,
          grants: grantsOfPerson,
          usablePasskeys: usablePasskeysOfPerson,
          policy: policyValue,
        })
        .from(sessions)
        .innerJoin(people, eq(people.id, sessions.personId))
        .innerJoin(passkeys, eq(passkeys.id, sessions.passkeyId))
        .where(which),
    "identity",
  );
  if (!row) return undefined;
  const policy = toPolicy(row.policy);
  const facts = {
    ...row,
    isPersonDisabled: row.personDisabledAt !== null,
    isPasskeyGone: row.passkeyRemovedAt !== null || row.passkeyBlockedAt !== null,
  };
  const acting = actingRoles(row.grants, row.actingOrganisationId);
  if (!acting || !isSessionOpen(policy, facts, ctx.now())) return undefined;
  const limitation = limitationUnder(policy, acting.roles, row);
  const actor = personActor(row.personId, limitation ? { ...acting, roles: [] } : acting, row.id);
  const { createdAt, lastSeenAt, grants } = row;
  const limits = sessionLimits(policy, { createdAt, lastSeenAt });
  return { session: { actor, limitation, policy, grants, ...limits }, createdAt, lastSeenAt };
}

async function touch(ctx: Context, id: string, now: Date, idleExpiresAt: Date): Promise<void> {
  // oxlint-disable-next-line toguna/mutation-guards -- the time of the last request is no act of anybody
  await withTransaction(
    ctx,
    async (tx) => await tx.update(sessions).set({ lastSeenAt: now, idleExpiresAt }).where(eq(sessions.id, id)),
    "identity",
  );
}
