// Invites a person by a link: bound to an address and a role, opened once, gone after a week.
import { and, eq, isNull, sql } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { invalidInput, notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { insertInvitation, type MadeInvitation } from "./insert-invitation.ts";
import { stepUpFor } from "./model.ts";
import { InvitePerson } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { decideRolesFit } from "./rules.ts";
import { organisations, people } from "./tables.ts";

/** Needs a step-up (`stepUpFor.invite`). @throws AppError invalid_input when the address has an account, refused when the role does not fit. */
export async function invitePerson(ctx: Context, input: unknown): Promise<MadeInvitation> {
  requirePermission(ctx, "person.invite");
  const wanted = InvitePerson.parse(input);
  const email = wanted.email.trim();
  return await withTransaction(
    ctx,
    async (tx) => {
      const organisation = await findOrganisation(tx, wanted.organisationId);
      decideRolesFit([wanted.role], organisation.kind);
      await refuseKnownAddress(tx, email);
      await requireStepUp(tx, ctx, stepUpFor.invite(email, wanted.role));
      const made = await insertInvitation(tx, ctx, {
        email,
        name: wanted.name ?? null,
        role: wanted.role,
        organisationId: organisation.id,
      });
      await writeAudit(tx, ctx, {
        action: "person.invite",
        objectType: "invitation",
        objectId: made.id,
        detail: { role: wanted.role, organisationId: organisation.id },
      });
      return made;
    },
    "identity",
  );
}

async function findOrganisation(tx: Tx, id: string | undefined) {
  const [found] = await tx
    .select()
    .from(organisations)
    .where(and(id ? eq(organisations.id, id) : eq(organisations.kind, "cert"), isNull(organisations.endedAt)));
  if (!found) throw notFound("organisation");
  return found;
}

async function refuseKnownAddress(tx: Tx, email: string): Promise<void> {
  const [known] = await tx.select({ id: people.id }).from(people).where(sql`lower(${people.email}) = lower(${email})`);
  if (known)
    throw invalidInput([
      { path: "email", message: "This address has an account already: change its roles, or give it a recovery link." },
    ]);
}
