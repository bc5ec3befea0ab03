// In a demo only: a one-time link for a role, which enrols a passkey of the visitor's own and signs in.
import { randomBytes } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { enrolLink } from "./create-setup-link.ts";
import { organisationKindOfRole, type Role, roles } from "./model.ts";
import { MakeDemoLink } from "./requests.ts";
import { lifetimes } from "./rules.ts";
import { invitations, organisations } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

const firstNames = [
  "Aminata",
  "Bakary",
  "Bolormaa",
  "Djeneba",
  "Enkhtuya",
  "Fanta",
  "Ganbold",
  "Ibrahima",
  "Kadiatou",
  "Moussa",
  "Oyunaa",
  "Tömör",
];
const lastNames = [
  "Coulibaly",
  "Dembélé",
  "Diarra",
  "Keïta",
  "Maïga",
  "Sangaré",
  "Sissoko",
  "Togola",
  "Touré",
  "Traoré",
];

/** A name as people of the fictional country have; the address beside it keeps visitors apart. */
function demoName([first = 0, last = 0]: Buffer): string {
  return `${firstNames[first % firstNames.length] ?? ""} ${lastNames[last % lastNames.length] ?? ""}`;
}

/** Roles that a demo offers: those for which there is an organisation. None outside a demo. */
export async function listDemoRoles(ctx: Context): Promise<Role[]> {
  if (!ctx.config.isDemo) return [];
  const rows = await readOnly(
    ctx,
    async (tx) => await tx.selectDistinct({ kind: organisations.kind }).from(organisations),
    "identity",
  );
  const kinds = new Set(rows.map(({ kind }) => kind));
  return roles.filter((role) => kinds.has(organisationKindOfRole[role]));
}

/** @throws AppError not_found outside a demo: there the address does not exist. */
export async function makeDemoLink(ctx: Context, input: unknown): Promise<{ link: string; expiresAt: string }> {
  requirePermission(ctx, "session.open");
  const { role } = MakeDemoLink.parse(input);
  if (!ctx.config.isDemo) throw notFound("page");
  return await withTransaction(
    ctx,
    async (tx) => {
      // The oldest of the kind: the national team, or of a demo's entities and bodies the first.
      const [organisation] = await tx
        .select()
        .from(organisations)
        .where(eq(organisations.kind, organisationKindOfRole[role]))
        .orderBy(asc(organisations.createdAt), asc(organisations.id))
        .limit(1);
      if (!organisation) throw notFound("organisation");
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
        name: demoName(randomBytes(2)),
        role,
        organisationId: organisation.id,
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
