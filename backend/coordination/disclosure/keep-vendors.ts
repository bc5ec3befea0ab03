// The vendors of a vulnerability: asked to come in, asked about which flaws, invited by a mail without content, and let go again, also after publication.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lockDisclosure, personOf, reach, requireFlaw, requireParty } from "./load-disclosure.ts";
import { AddVendor, LeaveVendor, SetCell } from "./model.ts";
import { openPartyLink } from "./party/party-link.ts";
import { tellParties } from "./tell-parties.ts";

/** Nobody is told before the vendor is invited. @throws AppError not_found for an organisation that is none of the register; conflict for a second of one name. */
export async function addVendor(ctx: Context, caseId: string, input: AddVendor): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const vendor = AddVendor.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const now = ctx.now().toISOString();
    const [id, correspondentId] = [newId(ctx.now()), newId(ctx.now())];
    const organisationId = vendor.isRegistered
      ? await findConstituent(tx, vendor.name)
      : await requireConstituent(tx, vendor.organisationId);
    const kind = organisationId === null ? "third_party" : "constituent";
    await tx.execute(sql`insert into correspondents (id, kind, name, email, phone, language, organisation_id, added_by, added_at)
      values (${correspondentId}, ${kind}, ${vendor.name}, ${vendor.email ?? null}, ${vendor.phone ?? null}, ${vendor.language}, ${organisationId},
        ${personOf(ctx)}, ${now}::timestamptz)`);
    const added =
      await tx.execute(sql`insert into disclosure_parties (id, case_id, correspondent_id, organisation_id, name, product, country, added_by, added_at)
      values (${id}, ${caseId}, ${correspondentId}, ${organisationId}, ${vendor.name}, ${vendor.product}, ${vendor.country ?? null},
        ${personOf(ctx)}, ${now}::timestamptz) on conflict (case_id, lower(name)) where left_at is null do nothing returning id`);
    if (added.length === 0)
      throw new AppError("conflict", "A vendor of this name is in the case already.", {
        words: "disclosure.refused.vendor",
      });
    await tx.execute(sql`insert into disclosure_cells (party_id, flaw_id, case_id)
      select ${id}, f.id, ${caseId} from disclosure_flaws f where f.case_id = ${caseId}`);
    await writeAudit(tx, ctx, {
      action: "disclosure.add_vendor",
      objectType: "case",
      objectId: caseId,
      detail: { partyId: id },
    });
    return { id };
  });
}

async function requireConstituent(tx: Tx, organisationId: string | undefined): Promise<string | null> {
  if (organisationId === undefined) return null;
  const [found] = await tx.execute(
    sql`select 1 from organisations where id = ${organisationId} and kind = 'constituent'`,
  );
  if (!found) throw notFound("organisation of the register");
  return organisationId;
}

async function findConstituent(tx: Tx, name: string): Promise<string> {
  const found = await tx.execute<{ id: string }>(
    sql`select id from organisations where lower(name) = lower(${name}) and kind = 'constituent' limit 2`,
  );
  const [only] = found;
  if (!only || found.length > 1)
    throw invalidInput([{ path: "name", message: "Expected the name of one constituent of the register." }]);
  return only.id;
}

/** Lets the vendor in: by a link that opens with a code, and in its own room where it has one. Again: the link lasts anew. @throws AppError not_found; refused without a flaw to show. */
export async function inviteVendor(ctx: Context, caseId: string, partyId: string): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireParty(tx, caseId, partyId);
    const [cells] = await tx.execute(sql`select 1 from disclosure_cells where party_id = ${partyId} limit 1`);
    if (!cells)
      throw new AppError("refused", "Write down the flaw first that this vendor is asked about.", {
        words: "disclosure.refused.no_flaw",
      });
    const now = ctx.now().toISOString();
    await tx.execute(
      sql`update disclosure_parties set invited_at = coalesce(invited_at, ${now}::timestamptz) where id = ${partyId}`,
    );
    await openPartyLink(tx, ctx, { partyId, caseId });
    const told = await tellParties(tx, ctx, caseId, { about: "invited", cause: newId(ctx.now()), only: partyId });
    if (told > 0)
      await tx.execute(sql`insert into disclosure_contacts (id, case_id, party_id, means, outcome, note, by_person, at)
        values (${newId(ctx.now())}, ${caseId}, ${partyId}, 'mail', 'sent', '', ${personOf(ctx)}, ${now}::timestamptz)`);
    await reach(tx, ctx, caseId, "vendor_told");
    await writeAudit(tx, ctx, {
      action: "disclosure.invite",
      objectType: "case",
      objectId: caseId,
      detail: { partyId, told },
    });
  });
}

/** From then on it sees nothing; what it said stays at the desk. @throws AppError not_found. */
export async function leaveVendor(ctx: Context, caseId: string, partyId: string, input: LeaveVendor): Promise<void> {
  requirePermission(ctx, "case.change");
  const { reason } = LeaveVendor.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireParty(tx, caseId, partyId);
    const now = ctx.now().toISOString();
    await tx.execute(
      sql`update disclosure_parties set left_at = ${now}::timestamptz, left_reason = ${reason} where id = ${partyId}`,
    );
    await tx.execute(
      sql`update secure_links set expires_at = ${now}::timestamptz, session_hash = null, session_expires_at = null where party_id = ${partyId}`,
    );
    await writeAudit(tx, ctx, {
      action: "disclosure.leave_vendor",
      objectType: "case",
      objectId: caseId,
      detail: { partyId },
    });
  });
}

/** Asks a vendor about a flaw, or no longer. What it said of it stays. @throws AppError not_found; refused when it said something already. */
export async function setCell(ctx: Context, caseId: string, input: SetCell): Promise<void> {
  requirePermission(ctx, "case.change");
  const { partyId, flawId, isAsked } = SetCell.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireParty(tx, caseId, partyId);
    await requireFlaw(tx, caseId, flawId);
    if (isAsked)
      await tx.execute(
        sql`insert into disclosure_cells (party_id, flaw_id, case_id) values (${partyId}, ${flawId}, ${caseId}) on conflict do nothing`,
      );
    else {
      const [said] = await tx.execute(
        sql`select 1 from disclosure_statements where party_id = ${partyId} and flaw_id = ${flawId} limit 1`,
      );
      if (said)
        throw new AppError("refused", "This vendor has said something about this flaw already.", {
          words: "disclosure.refused.said",
        });
      await tx.execute(sql`delete from disclosure_cells where party_id = ${partyId} and flaw_id = ${flawId}`);
    }
    await writeAudit(tx, ctx, {
      action: "disclosure.set_cell",
      objectType: "case",
      objectId: caseId,
      detail: { partyId, flawId, isAsked },
    });
  });
}
