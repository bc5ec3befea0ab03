// Gives a person other roles in their organisation; sessions end, so that nobody goes on with rights that are gone.
import { and, eq, isNull, sql } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError, notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { requirePermission } from "./access.ts";
import { requireDutiesApart } from "./duties/keep-duties.ts";
import { stepUpFor } from "./model.ts";
import { ChangeRoles } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideRoles, decideRolesFit } from "./rules.ts";
import { countOtherAdministrators, endSessions, findPerson, readPolicy } from "./store.ts";
import { organisations, people, roleGrants } from "./tables.ts";

/** Needs a step-up (`stepUpFor.changeRoles`). @throws AppError conflict when somebody changed the person meanwhile, refused by the rules. */
export async function changeRoles(ctx: Context, personId: string, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "person.change");
  const wanted = ChangeRoles.parse(input);
  const after = [...new Set(wanted.roles)];
  return await withTransaction(
    ctx,
    async (tx) => {
      const person = await findPerson(tx, personId, { forUpdate: true });
      if (!person) throw notFound("person");
      if (person.version !== wanted.version) throw changedMeanwhile();
      const [cert] = await tx.select().from(organisations).where(eq(organisations.kind, "cert"));
      const first = person.grants[0];
      const organisation = first ? { id: first.organisationId, kind: first.kind } : cert;
      if (!organisation) throw notFound("organisation");
      const before = person.grants
        .filter((grant) => grant.organisationId === organisation.id)
        .map((grant) => grant.role);
      const isOwn = ctx.actor.kind === "person" && ctx.actor.personId === personId;
      const { level } = await readPolicy(tx);
      decideRolesFit(after, organisation.kind);
      decideRoles({ before, after, isOwn, level, otherAdministrators: await countOtherAdministrators(tx, personId) });
      await requireDutiesApart(tx, after);
      await requireStepUp(tx, ctx, stepUpFor.changeRoles(personId, person.version, after));

      const now = ctx.now();
      const held = and(
        eq(roleGrants.personId, personId),
        eq(roleGrants.organisationId, organisation.id),
        isNull(roleGrants.revokedAt),
      );
      for (const role of before.filter((one) => !after.includes(one)))
        await tx
          .update(roleGrants)
          .set({ revokedAt: now })
          .where(and(held, eq(roleGrants.role, role)));
      const grantedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
      for (const role of after.filter((one) => !before.includes(one)))
        await tx
          .insert(roleGrants)
          .values({ id: newId(now), personId, organisationId: organisation.id, role, grantedBy, grantedAt: now });
      const version = person.version + 1;
      await tx
        .update(people)
        .set({ version: sql`${people.version} + 1` })
        .where(eq(people.id, personId));
      // The one who asks stays signed in; the roles are read anew at every request anyway.
      const exceptId = isOwn && ctx.actor.kind === "person" ? { exceptId: ctx.actor.sessionId } : {};
      await endSessions(tx, { personId, ...exceptId }, "roles_changed", now);
      await publish(tx, { type: "identity.changed", personId, change: "roles_changed" });
      const detail = { before, after };
      await writeAudit(tx, ctx, { action: "person.change_roles", objectType: "person", objectId: personId, detail });
      return { version };
    },
    "identity",
  );
}

/** Somebody else was faster. */
export function changedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody changed this meanwhile. Read it again, then decide.", {
    words: "identity.refusal.conflict",
  });
}
