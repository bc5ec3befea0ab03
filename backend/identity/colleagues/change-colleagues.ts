// A constituent's administrator lists, invites and changes the people of the own organisation, and of no other.
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { may, requirePermission } from "../access.ts";
import { changedMeanwhile } from "../change-roles.ts";
import { insertInvitation, type MadeInvitation } from "../insert-invitation.ts";
import { requireStepUp } from "../require-step-up.ts";
import { refusal } from "../rules.ts";
import { requirePerson } from "../step-up.ts";
import { endSessions, findPerson } from "../store.ts";
import { invitations, people, roleGrants } from "../tables.ts";
import { bindColleague, ChangeColleague, type ColleaguesView, type ColleagueView, InviteColleague } from "./model.ts";

export async function listColleagues(ctx: Context): Promise<ColleaguesView> {
  requirePermission(ctx, "entry.read");
  const { organisationId, personId } = requirePerson(ctx);
  const canChange = may(ctx, "colleague.change");
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await tx.execute<
        ColleagueView & Record<string, unknown>
      >(sql`select p.id, p.name, p.email, p.version,
          json_agg(g.role order by g.role) as roles, ${iso(sql`(select max(s.last_seen_at) from sessions s where s.person_id = p.id)`)} as "lastSeenAt",
          p.id = ${personId} as "isSelf"
        from people p join role_grants g on g.person_id = p.id and g.organisation_id = ${organisationId} and g.revoked_at is null
        where p.disabled_at is null group by p.id order by p.name, p.id`);
      const open = await tx
        .select({
          id: invitations.id,
          name: invitations.name,
          email: invitations.email,
          role: invitations.role,
          expiresAt: invitations.expiresAt,
        })
        .from(invitations)
        .where(
          and(
            eq(invitations.organisationId, organisationId),
            isNull(invitations.usedAt),
            isNull(invitations.withdrawnAt),
            gt(invitations.expiresAt, ctx.now()),
          ),
        )
        .orderBy(invitations.createdAt);
      return {
        people: [...rows],
        invitations: canChange ? open.map((one) => ({ ...one, expiresAt: one.expiresAt.toISOString() })) : [],
        can: { change: canChange },
      };
    },
    "identity",
  );
}

/** Needs a step-up (`bindColleague.invite`). An address with an account gets no second one: it is given the role. @throws AppError refused for an account of the team or an authority. */
export async function inviteColleague(ctx: Context, input: unknown): Promise<MadeInvitation | { grantedTo: string }> {
  requirePermission(ctx, "colleague.change");
  const { name, email, role } = InviteColleague.parse(input);
  const { organisationId, personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, bindColleague.invite(email, role));
      const [known] = await tx
        .select({ id: people.id })
        .from(people)
        .where(sql`lower(${people.email}) = lower(${email})`);
      if (known) {
        await grantTo(tx, ctx, known.id, { organisationId, role, grantedBy: personId });
        return { grantedTo: email };
      }
      const made = await insertInvitation(tx, ctx, { email, name, role, organisationId });
      await writeAudit(tx, ctx, {
        action: "person.invite",
        objectType: "invitation",
        objectId: made.id,
        detail: { role, organisationId },
      });
      return made;
    },
    "identity",
  );
}

async function grantTo(
  tx: Tx,
  ctx: Context,
  personId: string,
  grant: { organisationId: string; role: ColleagueView["roles"][number]; grantedBy: string },
): Promise<void> {
  const person = await findPerson(tx, personId, { forUpdate: true });
  if (!person || person.disabledAt || person.grants.some(({ kind }) => kind !== "constituent"))
    throw refusal("not_here", "This address cannot be given a role here. Use another address.");
  const now = ctx.now();
  await tx
    .insert(roleGrants)
    .values({ id: newId(now), personId, ...grant, grantedAt: now })
    .onConflictDoNothing();
  await tx
    .update(people)
    .set({ version: sql`${people.version} + 1` })
    .where(eq(people.id, personId));
  await publish(tx, { type: "identity.changed", personId, change: "roles_changed" });
  const detail = { organisationId: grant.organisationId, role: grant.role };
  await writeAudit(tx, ctx, { action: "person.grant", objectType: "person", objectId: personId, detail });
}

/**
 * Gives a colleague other roles here, or none. Needs a step-up (`bindColleague.change`). Sessions end, so that nobody goes on with what is gone.
 * @throws AppError not_found outside the own organisation; conflict when somebody was faster; refused for oneself: another administrator does it.
 */
export async function changeColleague(ctx: Context, personId: string, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "colleague.change");
  const wanted = ChangeColleague.parse(input);
  const after = [...new Set(wanted.roles)];
  const asker = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, personId, { forUpdate: true });
      const before =
        person?.grants.filter((grant) => grant.organisationId === asker.organisationId).map(({ role }) => role) ?? [];
      if (!person || before.length === 0) throw notFound("person");
      if (person.version !== wanted.version) throw changedMeanwhile();
      if (personId === asker.personId)
        throw refusal("own_colleague_roles", "Nobody changes the own roles here: another administrator does.");
      await requireStepUp(tx, ctx, bindColleague.change(personId, person.version, after));
      const now = ctx.now();
      for (const role of before.filter((one) => !after.some((other) => other === one)))
        await tx
          .update(roleGrants)
          .set({ revokedAt: now })
          .where(
            and(
              eq(roleGrants.personId, personId),
              eq(roleGrants.organisationId, asker.organisationId),
              eq(roleGrants.role, role),
              isNull(roleGrants.revokedAt),
            ),
          );
      for (const role of after.filter((one) => !before.includes(one)))
        await tx.insert(roleGrants).values({
          id: newId(now),
          personId,
          organisationId: asker.organisationId,
          role,
          grantedBy: asker.personId,
          grantedAt: now,
        });
      await tx
        .update(people)
        .set({ version: sql`${people.version} + 1` })
        .where(eq(people.id, personId));
      await endSessions(tx, { personId }, "roles_changed", now);
      await publish(tx, { type: "identity.changed", personId, change: "roles_changed" });
      const detail = { organisationId: asker.organisationId, before, after };
      await writeAudit(tx, ctx, { action: "person.change_roles", objectType: "person", objectId: personId, detail });
      return { version: person.version + 1 };
    },
    "identity",
  );
}

/** Takes an open invitation of the own organisation back. @throws AppError not_found. */
export async function withdrawColleagueInvitation(ctx: Context, invitationId: string): Promise<void> {
  requirePermission(ctx, "colleague.change");
  const { organisationId } = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const taken = await tx
        .update(invitations)
        .set({ withdrawnAt: ctx.now() })
        .where(
          and(
            eq(invitations.id, invitationId),
            eq(invitations.organisationId, organisationId),
            isNull(invitations.usedAt),
            isNull(invitations.withdrawnAt),
          ),
        )
        .returning({ id: invitations.id });
      if (taken.length === 0) throw notFound("invitation");
      await writeAudit(tx, ctx, {
        action: "person.withdraw_invitation",
        objectType: "invitation",
        objectId: invitationId,
      });
    },
    "identity",
  );
}
