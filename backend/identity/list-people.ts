// The people who can sign in, with their roles and keys, and the invitations that are open.
import { and, desc, gt, isNull, sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { may, requirePermission } from "./access.ts";
import type { PeopleView, PersonView } from "./model.ts";
import { grantsOfPerson, readPolicy } from "./store.ts";
import { invitations, passkeys, people, recoveries, sessions } from "./tables.ts";

export async function listPeople(ctx: Context): Promise<PeopleView> {
  requirePermission(ctx, "person.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const { level } = await readPolicy(tx);
      const rows = await tx.select({ person: people, grants: grantsOfPerson }).from(people).orderBy(people.name);
      const keys = await tx.select().from(passkeys).where(isNull(passkeys.removedAt)).orderBy(passkeys.createdAt);
      const seen = await tx
        .select({
          personId: sessions.personId,
          lastSeenAt: sql<string>`max(${sessions.lastSeenAt})`,
          open: sql<number>`count(*) filter (where ${sessions.endedAt} is null and ${sessions.idleExpiresAt} > ${now.toISOString()}::timestamptz)::int`,
        })
        .from(sessions)
        .groupBy(sessions.personId);
      const open = await tx
        .select()
        .from(invitations)
        .where(and(isNull(invitations.usedAt), isNull(invitations.withdrawnAt), gt(invitations.expiresAt, now)))
        .orderBy(desc(invitations.createdAt));
      const waiting = await tx
        .select()
        .from(recoveries)
        .where(and(isNull(recoveries.approvedAt), isNull(recoveries.refusedAt)))
        .orderBy(recoveries.askedAt);
      const nameOf = new Map(rows.map(({ person }) => [person.id, person.name]));
      const seenOf = new Map(seen.map((row) => [row.personId, row]));
      const mayChange = may(ctx, "person.change");
      const self = ctx.actor.kind === "person" ? ctx.actor.personId : undefined;
      return {
        people: rows.map(({ person, grants }): PersonView => {
          const first = grants[0];
          const isSelf = person.id === self;
          const last = seenOf.get(person.id);
          return {
            id: person.id,
            name: person.name,
            email: person.email,
            language: person.language,
            roles: grants.filter((grant) => grant.organisationId === first?.organisationId).map((grant) => grant.role),
            organisation: first ? { id: first.organisationId, name: first.organisationName, kind: first.kind } : null,
            passkeys: keys
              .filter((key) => key.personId === person.id)
              .map((key) => ({
                id: key.id,
                name: key.name,
                lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
                blockedAt: key.blockedAt?.toISOString() ?? null,
              })),
            openSessions: last?.open ?? 0,
            lastSeenAt: last ? new Date(last.lastSeenAt).toISOString() : null,
            createdAt: person.createdAt.toISOString(),
            disabledAt: person.disabledAt?.toISOString() ?? null,
            version: person.version,
            can: {
              changeRoles: mayChange && person.disabledAt === null && !(isSelf && level === "national"),
              disable: mayChange && !isSelf && person.disabledAt === null,
              enable: mayChange && person.disabledAt !== null,
              recover: mayChange && !isSelf && person.disabledAt === null && grants.length > 0,
            },
          };
        }),
        invitations: open.map((one) => ({
          id: one.id,
          kind: one.kind,
          email: one.email,
          name: one.name,
          role: one.role,
          createdAt: one.createdAt.toISOString(),
          expiresAt: one.expiresAt.toISOString(),
        })),
        recoveries: waiting.map((one) => ({
          id: one.id,
          personName: nameOf.get(one.personId) ?? "",
          askedByName: nameOf.get(one.askedBy) ?? "",
          proof: one.proof,
          askedAt: one.askedAt.toISOString(),
          can: { approve: mayChange && one.askedBy !== self && one.personId !== self },
        })),
      };
    },
    "identity",
  );
}
