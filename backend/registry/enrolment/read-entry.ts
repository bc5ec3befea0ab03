// The own entry in the console: facts, contacts, network claims, the people with roles, what waits and what was decided.
import { and, eq, isNull, sql } from "drizzle-orm";
import { may, requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import type { ClaimKind } from "../model.ts";
import { readProposals, toProposalView } from "../proposals/list-proposals.ts";
import { constituents, contacts } from "../tables.ts";
import { readClaims } from "./list-enrolment.ts";
import type { EntryView, OwnEntry } from "./model.ts";
import { loadClasses } from "../profile/load-classes.ts";

/** Everything of the organisation that the session acts for; an organisation may have several entries. */
export async function readEntry(ctx: Context): Promise<EntryView> {
  requirePermission(ctx, "entry.read");
  const person = requirePerson(ctx);
  const canPropose = may(ctx, "entry.propose");
  const canAnswer = may(ctx, "colleague.change");
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await tx
        .select()
        .from(constituents)
        .where(and(eq(constituents.organisationId, person.organisationId), isNull(constituents.endedAt)))
        .orderBy(constituents.name, constituents.id);
      const entries: OwnEntry[] = [];
      for (const row of rows) entries.push(await readOne(tx, row, ctx.now()));
      const proposals = (await readProposals(tx)).map((line) =>
        toProposalView(line, {
          settle: false,
          withdraw: canPropose && line.state === "pending" && line.proposedBy === person.personId,
        }),
      );
      const claims = canAnswer ? await readClaims(tx, person.organisationId) : [];
      return {
        entries,
        knownClasses: loadClasses(),
        proposals,
        claims: claims.map(({ id, personName, email, proof, madeAt, name }) => ({
          id,
          personName,
          email,
          proof,
          madeAt,
          entryName: name ?? "",
        })),
        can: { propose: canPropose, answerClaims: canAnswer, changeColleagues: canAnswer },
      };
    },
    "constituent",
  );
}

async function readOne(tx: Tx, row: typeof constituents.$inferSelect, now: Date): Promise<OwnEntry> {
  const held = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.constituentId, row.id), isNull(contacts.endedAt)))
    .orderBy(contacts.name, contacts.id);
  const asked = await tx.execute<{ contactId: string; until: string }>(sql`
    select t.contact_id as "contactId", to_char(t.expires_at at time zone 'UTC', 'YYYY-MM-DD') as until from contact_tests t
    join contacts k on k.id = t.contact_id where k.constituent_id = ${row.id} and t.answered_at is null and t.expires_at > ${now.toISOString()}::timestamptz`);
  const untilOf = new Map(asked.map(({ contactId, until }) => [contactId, until]));
  const [area] = await tx.execute<{ names: Record<string, string> }>(
    sql`select names from areas where id = ${row.areaId}`,
  );
  const networks = await tx.execute<{
    id: string;
    kind: ClaimKind;
    value: string;
    heldFrom: string | null;
    state: string;
  }>(
    sql`select id, kind, value, ${iso(sql`held_from`)} as "heldFrom", state from network_claims where constituent_id = ${row.id}
      and state not in ('refused', 'withdrawn') and (held_until is null or held_until > now()) order by kind, value, id limit 500`,
  );
  return {
    id: row.id,
    reference: row.reference,
    name: row.name,
    otherNames: row.otherNames,
    sector: row.sector,
    isic: row.isic,
    address: row.address,
    legalForm: row.legalForm,
    classes: row.classes,
    areaId: row.areaId,
    areaNames: area?.names ?? null,
    languages: row.languages,
    contacts: held.map(({ id, name, role, email, phone, hours, languages }) => ({
      id,
      name,
      role,
      email,
      phone,
      hours,
      languages,
      askedUntil: untilOf.get(id) ?? null,
    })),
    networks: [...networks],
  };
}
