// SQL that several verbs of identity share: a person with roles, the policy, opening and ending sessions.
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { defaultPolicy, type OrganisationKind, policyLevels, type Role, type SignInPolicy } from "./model.ts";
import { isRole } from "./access.ts";
import type { Attestation } from "./authenticators/model.ts";
import type { NewPasskey } from "./ceremony/verify-ceremony.ts";
import { passkeys, people, sessions, stepUps } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

export interface Grant {
  role: Role;
  organisationId: string;
  organisationName: string;
  kind: OrganisationKind;
}

/** For a select that joins `people`: the grants that stand, those of the CERT first. */
export const grantsOfPerson = sql<
  Grant[]
>`coalesce((select json_agg(json_build_object('role', g.role, 'organisationId', o.id,
  'organisationName', o.name, 'kind', o.kind) order by o.kind <> 'cert', o.created_at, g.granted_at) from role_grants g
  join organisations o on o.id = g.organisation_id where g.person_id = people.id and g.revoked_at is null), '[]')`;

export const usablePasskeysOfPerson = sql<number>`(select count(*)::int from passkeys k where k.person_id = people.id and k.removed_at is null and k.blocked_at is null)`;

/** The roles of the organisation that a session acts in: the chosen one's while a grant there stands, else the CERT's, else the first one's. */
export function actingRoles(
  grants: readonly Grant[],
  chosenId?: string | null,
): { organisationId: string; roles: Role[] } | undefined {
  const first = grants.find((grant) => grant.organisationId === chosenId) ?? grants[0];
  if (!first) return undefined;
  const same = grants.filter((grant) => grant.organisationId === first.organisationId);
  return { organisationId: first.organisationId, roles: same.map((grant) => grant.role) };
}

export interface PersonRecord {
  id: string;
  name: string;
  email: string;
  language: string;
  handle: Buffer;
  version: number;
  disabledAt: Date | null;
  grants: Grant[];
  usablePasskeys: number;
}

/** One person; `forUpdate` holds the row until the transaction ends. */
export async function findPerson(
  tx: Tx,
  id: string,
  options: { forUpdate?: boolean } = {},
): Promise<PersonRecord | undefined> {
  if (options.forUpdate) await tx.select({ id: people.id }).from(people).where(eq(people.id, id)).for("update");
  const [row] = await tx
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      language: people.language,
      handle: people.handle,
      version: people.version,
      disabledAt: people.disabledAt,
      grants: grantsOfPerson,
      usablePasskeys: usablePasskeysOfPerson,
    })
    .from(people)
    .where(eq(people.id, id));
  return row;
}

/** The settings' value as a policy; anything unreadable counts as the default. */
export function toPolicy(value: unknown): SignInPolicy {
  const given = (value ?? {}) as Partial<SignInPolicy>;
  const level = policyLevels.find((known) => known === given.level) ?? defaultPolicy.level;
  return {
    level,
    sessionIdleMinutes: Number(given.sessionIdleMinutes) || defaultPolicy.sessionIdleMinutes,
    sessionHours: Number(given.sessionHours) || defaultPolicy.sessionHours,
    attestedRoles: (given.attestedRoles ?? []).filter(isRole),
    allowedModels: given.allowedModels ?? [],
    hasRecoveryCodes: given.hasRecoveryCodes === true,
  };
}

export const policyValue = sql<unknown>`(select value from settings where key = 'identity.policy')`;

export async function readPolicy(tx: Tx): Promise<SignInPolicy> {
  const [row] = await tx.execute<{ value: unknown }>(sql`select ${policyValue} as value`);
  return toPolicy(row?.value);
}

// Two administrators do not leave at once, and two set-up links do not make two.
async function holdAdministrators(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('toguna.administrators'))`);
}

/** Administrators who can sign in, other than one person. Holds a lock until the transaction ends. */
export async function countOtherAdministrators(tx: Tx, personId: string): Promise<number> {
  await holdAdministrators(tx);
  const [row] = await tx.execute<{
    count: number;
  }>(sql`select count(distinct p.id)::int as count from people p join role_grants g on g.person_id = p.id
    where g.role = 'administrator' and g.revoked_at is null and p.disabled_at is null and p.id is distinct from ${personId}::uuid
      and exists (select 1 from passkeys k where k.person_id = p.id and k.removed_at is null and k.blocked_at is null)`);
  return row?.count ?? 0;
}

/** People who hold the role of administrator and are not disabled, with or without a key that works. Holds the same lock. */
export async function countAdministrators(tx: Tx): Promise<number> {
  await holdAdministrators(tx);
  const [row] = await tx.execute<{ count: number }>(sql`select count(distinct p.id)::int as count from people p
    join role_grants g on g.person_id = p.id where g.role = 'administrator' and g.revoked_at is null and p.disabled_at is null`);
  return row?.count ?? 0;
}

/** Administrators of today who could sign in now. */
export async function countUsableAdministrators(tx: Tx): Promise<number> {
  return await countOtherAdministrators(tx, "00000000-0000-0000-0000-000000000000");
}

export interface OpenedSession {
  id: string;
  token: string;
}

export async function insertSession(
  tx: Tx,
  personId: string,
  passkeyId: string,
  policy: SignInPolicy,
  now: Date,
): Promise<OpenedSession> {
  const token = newToken();
  const id = newId(now);
  const expiresAt = new Date(now.getTime() + policy.sessionHours * 3_600_000);
  const idleExpiresAt = new Date(now.getTime() + policy.sessionIdleMinutes * 60_000);
  await tx.insert(sessions).values({
    id,
    tokenHash: hashToken(token),
    personId,
    passkeyId,
    createdAt: now,
    lastSeenAt: now,
    idleExpiresAt,
    expiresAt,
  });
  return { id, token };
}

/** Ends open sessions of a person: all, all but one, one, or those of one passkey. Returns their ids; waiting step-ups die with them. */
export async function endSessions(
  tx: Tx,
  which: { personId: string; exceptId?: string; onlyId?: string; passkeyId?: string },
  why: string,
  now: Date,
): Promise<string[]> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: now, endedWhy: why })
    .where(
      and(
        eq(sessions.personId, which.personId),
        isNull(sessions.endedAt),
        which.exceptId ? ne(sessions.id, which.exceptId) : undefined,
        which.onlyId ? eq(sessions.id, which.onlyId) : undefined,
        which.passkeyId ? eq(sessions.passkeyId, which.passkeyId) : undefined,
      ),
    )
    .returning({ id: sessions.id });
  for (const { id } of ended)
    await tx
      .update(stepUps)
      .set({ usedAt: now })
      .where(and(eq(stepUps.sessionId, id), isNull(stepUps.usedAt)));
  return ended.map((row) => row.id);
}

/** The passkeys that a person can answer with now. */
export async function usablePasskeys(tx: Tx, personId: string): Promise<{ id: string; transports: string[] }[]> {
  return await tx
    .select({ id: passkeys.id, transports: passkeys.transports })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), isNull(passkeys.removedAt), isNull(passkeys.blockedAt)));
}

/** Whether a credential id is enrolled by anybody, removed ones included: it is never enrolled again. */
export async function isKnownPasskey(tx: Tx, id: string): Promise<boolean> {
  return (await tx.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.id, id))).length > 0;
}

/** Stores a verified passkey; false when its id is known already (nobody takes over a credential of somebody else). */
export async function insertPasskey(
  tx: Tx,
  personId: string,
  passkey: NewPasskey & { attestation: Attestation },
  name: string,
  now: Date,
): Promise<boolean> {
  const made = await tx
    .insert(passkeys)
    .values({
      ...passkey,
      publicKey: Buffer.from(passkey.publicKey),
      attestationCertificates: passkey.attestationCertificates.map((one) => Buffer.from(one).toString("base64")),
      previousCounter: passkey.counter,
      personId,
      name,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: passkeys.id });
  return made.length > 0;
}
