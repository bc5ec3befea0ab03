// Writes an invitation: a link that is bound to an address and a role, opened once, gone after a week. The caller has asked for permission and writes the log.
import { and, isNull, sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { enrolLink } from "./create-setup-link.ts";
import type { Role } from "./model.ts";
import { lifetimes } from "./rules.ts";
import { invitations } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

export interface MadeInvitation {
  id: string;
  /** Shown once: the server keeps its hash only. */
  link: string;
  expiresAt: string;
}

/** One open invitation an address: a new one takes the place of the old. */
export async function insertInvitation(
  tx: Tx,
  ctx: Context,
  wanted: { email: string; name: string | null; role: Role; organisationId: string },
): Promise<MadeInvitation> {
  const now = ctx.now();
  await tx
    .update(invitations)
    .set({ withdrawnAt: now })
    .where(
      and(
        sql`lower(${invitations.email}) = lower(${wanted.email})`,
        isNull(invitations.usedAt),
        isNull(invitations.withdrawnAt),
      ),
    );
  const token = newToken();
  const id = newId(now);
  const expiresAt = new Date(now.getTime() + lifetimes.invitationMs);
  await tx.insert(invitations).values({
    id,
    tokenHash: hashToken(token),
    kind: "invite",
    ...wanted,
    createdBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
    createdAt: now,
    expiresAt,
  });
  return { id, link: enrolLink(ctx.config, token), expiresAt: expiresAt.toISOString() };
}
