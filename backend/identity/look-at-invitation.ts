// What a person sees of an invitation before using it: for which role, in which organisation, until when.
import { eq } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { relyingPartyOf } from "./ceremony/relying-party.ts";
import type { InvitationLook } from "./model.ts";
import { LookAtInvitation } from "./requests.ts";
import { decideInvitationOpen } from "./rules.ts";
import { invitations, organisations } from "./tables.ts";
import { hashToken, isToken } from "./tokens.ts";

/** @throws AppError gone for a link that is used, withdrawn, expired or was never made: in the same words. */
export async function lookAtInvitation(ctx: Context, input: unknown): Promise<InvitationLook> {
  requirePermission(ctx, "session.open");
  const { token } = LookAtInvitation.parse(input);
  const found = await readOnly(ctx, async (tx) => await findInvitation(tx, token), "identity");
  decideInvitationOpen(found, ctx.now());
  return {
    kind: found.kind,
    role: found.role,
    name: found.name,
    organisationName: found.organisationName,
    siteName: relyingPartyOf(ctx.config).id,
    expiresAt: found.expiresAt.toISOString(),
  };
}

/** The invitation of a link's token; `forUpdate` holds the row, so that two uses meet one after the other. */
export async function findInvitation(tx: Tx, token: string, options: { forUpdate?: boolean } = {}) {
  if (!isToken(token)) return undefined;
  const query = tx
    .select({ invitation: invitations, organisationName: organisations.name })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
    .where(eq(invitations.tokenHash, hashToken(token)));
  const [row] = options.forUpdate ? await query.for("update", { of: invitations }) : await query;
  return row ? { ...row.invitation, organisationName: row.organisationName } : undefined;
}
