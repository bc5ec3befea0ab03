// An approved claim becomes a person of the entry: an invitation whose link makes the first passkey, or the role on an account that is there.
import { and, eq, isNull, sql } from "drizzle-orm";
import { insertInvitation, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requireClaim } from "./open-claim.ts";
import { findEntry } from "./store.ts";
import { entryClaims } from "./tables.ts";

const role = "constituent_administrator";

/**
 * The address where the person goes on: of the invitation, made anew each time it is asked for; or the sign-in page, where the address
 * has an account already. @throws AppError gone; refused for a claim that is not approved, or whose invitation was used.
 */
export async function enrolClaimant(ctx: Context, token: string): Promise<{ link: string }> {
  requirePermission(ctx, "entry.claim");
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      const entry = await findEntry(tx, claim.constituentId);
      if (claim.state !== "approved" || !entry)
        throw new AppError("refused", "This claim is not approved.", { words: "console.claim.not_approved" });
      const signInUrl = `${new URL(ctx.config.deskUrl).origin}/console/sign-in`;
      if (claim.personId !== null) return { link: signInUrl };
      const now = ctx.now();
      const [account] = await tx.execute<{ id: string }>(
        sql`select id from people where lower(email) = lower(${claim.email}) and disabled_at is null`,
      );
      const entryOf = { objectType: "entry_claim", objectId: claim.id };
      if (account) {
        const elsewhere =
          await tx.execute(sql`select 1 from role_grants g join organisations o on o.id = g.organisation_id
          where g.person_id = ${account.id} and g.revoked_at is null and o.kind <> 'constituent'`);
        if (elsewhere.length > 0)
          throw new AppError("refused", "This address belongs to an account of the national team or of an authority.", {
            words: "console.claim.two_sides",
          });
        await tx.execute(sql`insert into role_grants (id, person_id, organisation_id, role, granted_at)
          values (${newId(now)}, ${account.id}, ${entry.organisationId}, ${role}, ${now.toISOString()}::timestamptz) on conflict do nothing`);
        await tx.update(entryClaims).set({ personId: account.id }).where(eq(entryClaims.id, claim.id));
        await publish(tx, { type: "identity.changed", personId: account.id, change: "roles_changed" });
        await writeAudit(tx, ctx, { ...entryOf, action: "entry.grant", detail: { personId: account.id, role } });
        return { link: signInUrl };
      }
      const made = await insertInvitation(tx, ctx, {
        email: claim.email,
        name: claim.personName,
        role,
        organisationId: entry.organisationId,
      });
      await tx
        .update(entryClaims)
        .set({ invitationId: made.id })
        .where(and(eq(entryClaims.id, claim.id), isNull(entryClaims.personId)));
      await writeAudit(tx, ctx, { ...entryOf, action: "entry.invite", detail: { invitationId: made.id, role } });
      return { link: made.link };
    },
    "enrolment",
  );
}
