// SQL that several verbs of enrolment share: a claim with its entry, whether the entry is held, whether a domain is the entry's.
import { eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { constituents } from "../tables.ts";
import { entryClaims } from "./tables.ts";

export type ClaimRow = typeof entryClaims.$inferSelect;
export type EntryRow = Pick<
  typeof constituents.$inferSelect,
  "id" | "name" | "sector" | "organisationId" | "reference" | "endedAt"
>;

/** The claim, locked until the transaction ends. */
export async function holdClaim(tx: Tx, id: string): Promise<ClaimRow | undefined> {
  const [row] = await tx.select().from(entryClaims).where(eq(entryClaims.id, id)).for("update");
  return row;
}

export async function findEntry(tx: Tx, id: string | null): Promise<EntryRow | undefined> {
  if (id === null) return undefined;
  const { name, sector, organisationId, reference, endedAt } = constituents;
  const [row] = await tx
    .select({ id: constituents.id, name, sector, organisationId, reference, endedAt })
    .from(constituents)
    .where(eq(constituents.id, id));
  return row;
}

/** Whether somebody keeps the entry or is about to, and whether somebody who keeps it can be asked. */
export async function readHeld(tx: Tx, entry: EntryRow): Promise<{ isHeld: boolean; hasAdministrator: boolean }> {
  const [row] = await tx.execute<{
    isHeld: boolean;
    hasAdministrator: boolean;
  }>(sql`select toguna_entry_is_held(${entry.id}) as "isHeld",
    exists (select 1 from role_grants g join people p on p.id = g.person_id where g.organisation_id = ${entry.organisationId}
      and g.role = 'constituent_administrator' and g.revoked_at is null and p.disabled_at is null) as "hasAdministrator"`);
  return row ?? { isHeld: true, hasAdministrator: false };
}

/** Whether the register holds the domain as this entry's, now and undisputed. */
export async function isDomainOf(tx: Tx, ctx: Context, constituentId: string, domain: string): Promise<boolean> {
  const now = ctx.now().toISOString();
  const rows =
    await tx.execute(sql`select 1 from network_claims where constituent_id = ${constituentId} and kind = 'domain'
    and value = ${domain} and state = 'active' and (held_from is null or held_from <= ${now}::timestamptz)
    and (held_until is null or held_until > ${now}::timestamptz)`);
  return rows.length > 0;
}
