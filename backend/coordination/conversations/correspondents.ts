// Whom the team writes to: somebody of the register, an organisation with a room of its own, a third party, a peer team, an authority.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { AddCorrespondent, type CorrespondentView, type PartyKind, type PartyOption } from "./model.ts";

interface Facts {
  name: string;
  email: string | null;
  phone: string | null;
  language: string;
  organisationId: string | null;
}

/** One that has the same address and kind is taken as it stands. @throws invalid_input by field; not_found for a contact or organisation that is not there. */
export async function addCorrespondent(ctx: Context, input: AddCorrespondent): Promise<{ id: string }> {
  requirePermission(ctx, "report.answer");
  const party = AddCorrespondent.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const known = party.contactId === undefined ? undefined : await readContact(tx, party.contactId);
    const organisation = await readOrganisation(
      tx,
      party.organisationId ?? known?.organisationId ?? undefined,
      party.kind,
    );
    const facts: Facts = {
      name: party.name ?? known?.name ?? organisation?.name ?? "",
      email: party.email ?? known?.email ?? null,
      phone: party.phone ?? known?.phone ?? null,
      language: party.language ?? known?.language ?? "fr",
      organisationId: organisation?.id ?? null,
    };
    if (facts.email === null && facts.organisationId === null && facts.phone === null)
      throw invalidInput([
        { path: "email", message: "Expected an e-mail address: there is no other way to reach this party." },
      ]);
    const [same] = await tx.execute<{
      id: string;
    }>(sql`select id from correspondents where ended_at is null and kind = ${party.kind}
      and lower(email) is not distinct from lower(${facts.email}) and organisation_id is not distinct from ${facts.organisationId}::uuid
      and contact_id is not distinct from ${party.contactId ?? null}::uuid and name = ${facts.name} and phone is not distinct from ${facts.phone}`);
    if (same) return same;
    const id = newId(ctx.now());
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    await tx.execute(sql`insert into correspondents (id, kind, name, email, phone, language, contact_id, organisation_id, added_by, added_at)
      values (${id}, ${party.kind}, ${facts.name}, ${facts.email}, ${facts.phone}, ${facts.language}, ${party.contactId ?? null}, ${facts.organisationId},
        ${by}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "correspondent.add",
      objectType: "correspondent",
      objectId: id,
      detail: { kind: party.kind },
    });
    return { id };
  });
}

/** Those whose name or address holds the text, at most 50; the newest without one. */
export async function listCorrespondents(ctx: Context, text = ""): Promise<CorrespondentView[]> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<CorrespondentView & Record<string, unknown>>(sql`
      select c.id, c.kind, c.name, c.email, c.phone, c.language, c.contact_id as "contactId", c.organisation_id as "organisationId",
        exists (select 1 from correspondent_keys k where k.correspondent_id = c.id and k.removed_at is null and k.revoked_at is null)
          or exists (select 1 from contact_keys k where k.contact_id = c.contact_id and k.removed_at is null) as "hasKey"
      from correspondents c where c.ended_at is null and ${holdsText(text, sql`c.name`, sql`c.email`)}
      order by c.added_at desc limit 50`)),
  ]);
}

/** Contacts of the register, and organisations whose people read in a room of their own, whose name holds the text; at most 30. */
export async function listParties(ctx: Context, text: string): Promise<PartyOption[]> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<PartyOption & Record<string, unknown>>(sql`
      select * from (
        select 'constituent' as kind, k.id as "contactId", c.organisation_id as "organisationId", left(k.name || ' · ' || c.name, 200) as name, k.email
        from contacts k join constituents c on c.id = k.constituent_id where k.ended_at is null
        union all
        select o.kind, null, o.id, o.name, null from organisations o where o.kind in ('constituent', 'authority', 'peer')
      ) p where ${holdsText(text, sql`p.name`)} order by p.name limit 30`)),
  ]);
}

async function readContact(tx: Tx, contactId: string): Promise<Facts> {
  const [row] = await tx.execute<
    Facts & Record<string, unknown>
  >(sql`select k.name || ' · ' || c.name as name, k.email, k.phone,
      coalesce(k.languages[1], 'fr') as language, c.organisation_id as "organisationId"
    from contacts k join constituents c on c.id = k.constituent_id where k.id = ${contactId} and k.ended_at is null`);
  if (!row) throw notFound("contact");
  return {
    ...row,
    name: row.name.slice(0, 200),
    language: ["fr", "en", "mn"].includes(row.language) ? row.language : "fr",
  };
}

async function readOrganisation(
  tx: Tx,
  organisationId: string | undefined,
  kind: PartyKind,
): Promise<{ id: string; name: string } | undefined> {
  if (organisationId === undefined) return undefined;
  const [row] = await tx.execute<{ id: string; name: string; kind: string }>(
    sql`select id, name, kind from organisations where id = ${organisationId}`,
  );
  if (!row) throw notFound("organisation");
  if (row.kind !== kind)
    throw invalidInput([{ path: "kind", message: `This organisation is of the kind ${row.kind}.` }]);
  return row;
}
