// The link that makes the first administrator: only while there is none, printed at the start, opened once, gone after a day.
import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import { makeContext, type Services } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { lifetimes } from "./rules.ts";
import { countAdministrators } from "./store.ts";
import { invitations, organisations } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

/**
 * A new set-up link's token; every older one dies. Undefined once there is an administrator, also one whose passkey is lost (`toguna recover` is for that).
 * @throws when `ensureCertOrganisation` has not run.
 */
export async function createSetupLink(services: Services): Promise<{ token: string; expiresAt: Date } | undefined> {
  const ctx = makeContext(services, { kind: "system", job: "identity.setup" }, randomUUID());
  requirePermission(ctx, "settings.change");
  return await withTransaction(ctx, async (tx) => {
    if ((await countAdministrators(tx)) > 0) return undefined;
    const [cert] = await tx.select().from(organisations).where(eq(organisations.kind, "cert"));
    if (!cert) throw new Error("make the CERT's organisation before the set-up link");
    const now = ctx.now();
    await tx
      .update(invitations)
      .set({ withdrawnAt: now })
      .where(and(eq(invitations.kind, "setup"), isNull(invitations.usedAt), isNull(invitations.withdrawnAt)));
    const token = newToken();
    const id = newId(now);
    const expiresAt = new Date(now.getTime() + lifetimes.setupLinkMs);
    await tx.insert(invitations).values({
      id,
      tokenHash: hashToken(token),
      kind: "setup",
      role: "administrator",
      organisationId: cert.id,
      createdAt: now,
      expiresAt,
    });
    await writeAudit(tx, ctx, { action: "setup.make_link", objectType: "invitation", objectId: id });
    return { token, expiresAt };
  });
}

/** The address that a person opens. The token stands after #, so that it reaches no server log and no Referer. */
export function enrolLink(config: { deskUrl: string }, token: string): string {
  return `${config.deskUrl}/enrol#${token}`;
}
