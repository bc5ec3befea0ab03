// The invitation behind a recovery: it only enrols a new passkey for a known person, and signs nobody in.
import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { enrolLink } from "./create-setup-link.ts";
import { refusal } from "./rules.ts";
import { actingRoles, type PersonRecord } from "./store.ts";
import { invitations } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

export interface RecoveryLink {
  invitationId: string;
  link: string;
  opensAt: string;
  expiresAt: string;
}

/** Writes the invitation inside the caller's transaction; an older recovery link of the person dies. @throws AppError refused without a role. */
export async function insertRecoveryLink(
  tx: Tx,
  ctx: Context,
  person: PersonRecord,
  times: { waitMs: number; openMs: number },
): Promise<RecoveryLink> {
  const acting = actingRoles(person.grants);
  const role = acting?.roles[0];
  if (!acting || !role || person.disabledAt)
    throw refusal("passkey", "This person has no access that could be recovered.");
  const now = ctx.now();
  await tx
    .update(invitations)
    .set({ withdrawnAt: now })
    .where(and(eq(invitations.personId, person.id), isNull(invitations.usedAt), isNull(invitations.withdrawnAt)));
  const token = newToken();
  const id = newId(now);
  const opensAt = new Date(now.getTime() + times.waitMs);
  const expiresAt = new Date(opensAt.getTime() + times.openMs);
  await tx.insert(invitations).values({
    id,
    tokenHash: hashToken(token),
    kind: "recovery",
    email: person.email,
    name: person.name,
    role,
    organisationId: acting.organisationId,
    personId: person.id,
    createdBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
    createdAt: now,
    opensAt,
    expiresAt,
  });
  return {
    invitationId: id,
    link: enrolLink(ctx.config, token),
    opensAt: opensAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
