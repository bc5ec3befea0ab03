// In a demo only: a one-time link for a role, which enrols a passkey of the visitor's own and signs in.
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { enrolLink } from "./create-setup-link.ts";
import { organisationKindOfRole, type Role, roles } from "./model.ts";
import { MakeDemoLink } from "./requests.ts";
import { lifetimes } from "./rules.ts";
import { invitations, organisations } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

/** Roles that a demo offers: those of the CERT, whose rooms stand. */
export const demoRoles: readonly Role[] = roles.filter((role) => organisationKindOfRole[role] === "cert");

/** @throws AppError not_found outside a demo: there the address does not exist. */
export async function makeDemoLink(ctx: Context, input: unknown): Promise<{ link: string; expiresAt: string }> {
  requirePermission(ctx, "session.open");
  const { role } = MakeDemoLink.parse(input);
  if (!ctx.config.isDemo || !demoRoles.includes(role)) throw notFound("page");
  return await withTransaction(
    ctx,
    async (tx) => {
      const [cert] = await tx.select().from(organisations).where(eq(organisations.kind, "cert"));
      if (!cert) throw notFound("organisation");
      const now = ctx.now();
      const token = newToken();
      const id = newId(now);
      const tag = randomBytes(3).toString("hex");
      const expiresAt = new Date(now.getTime() + lifetimes.demoLinkMs);
      await tx.insert(invitations).values({
        id,
        tokenHash: hashToken(token),
        kind: "demo",
        email: `${role}-${tag}@demo.example`,
        name: `Demo ${role} ${tag}`,
        role,
        organisationId: cert.id,
        createdAt: now,
        expiresAt,
      });
      await writeAudit(tx, ctx, {
        action: "demo.make_link",
        objectType: "invitation",
        objectId: id,
        detail: { role },
      });
      return { link: enrolLink(ctx.config, token), expiresAt: expiresAt.toISOString() };
    },
    "identity",
  );
}
