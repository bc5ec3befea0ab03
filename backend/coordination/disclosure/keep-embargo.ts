// Until when all keep silent: each date with its reason, and each vendor's consent to that very date; what was tried to reach whom.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lockDisclosure, personOf, reach, requireParty } from "./load-disclosure.ts";
import { NoteConsent, NoteContact, type SayConsent, SetEmbargo } from "./model.ts";
import { tellParties } from "./tell-parties.ts";

/** A new date asks every vendor again. @throws AppError not_found; invalid_input for a date that is over; refused after publication, or while a publication before that date is set. */
export async function setEmbargo(ctx: Context, caseId: string, input: SetEmbargo): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { until, reason } = SetEmbargo.parse(input);
  if (new Date(until) <= ctx.now())
    throw invalidInput([{ path: "until", message: "Expected a time that is not over." }]);
  return await withTransaction(ctx, async (tx) => {
    const { number } = await lockDisclosure(tx, caseId);
    if (number !== null)
      throw new AppError("refused", "This is published: there is nothing to keep silent about.", {
        words: "disclosure.refused.published",
      });
    const [asked] =
      await tx.execute(sql`select 1 from disclosure_editions where case_id = ${caseId} and state in ('waiting', 'scheduled')
      and early_cause is null and coalesce(publish_at, ${ctx.now().toISOString()}::timestamptz) < ${until}::timestamptz`);
    if (asked)
      throw new AppError("refused", "A publication before that date is asked for or set. Take it back first.", {
        words: "disclosure.refused.scheduled",
      });
    const id = newId(ctx.now());
    await tx.execute(sql`insert into disclosure_embargoes (id, case_id, number, until, reason, set_by, set_at)
      select ${id}, ${caseId}, 1 + coalesce(max(number), 0), ${until}::timestamptz, ${reason}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz
      from disclosure_embargoes where case_id = ${caseId}`);
    await reach(tx, ctx, caseId, "embargo_set", until);
    await tellParties(tx, ctx, caseId, { about: "embargo", cause: id });
    await writeAudit(tx, ctx, {
      action: "disclosure.set_embargo",
      objectType: "case",
      objectId: caseId,
      detail: { until },
    });
    return { id };
  });
}

/** To the date that stands, and no earlier one; who changes their mind says it again. The caller writes the log. @throws AppError not_found; conflict when another date stands. */
export async function keepConsent(
  tx: Tx,
  ctx: Context,
  said: { caseId: string; partyId: string; way: "desk" | "link" | "room"; consent: SayConsent },
): Promise<void> {
  const { caseId, partyId, way, consent } = said;
  const [newest] = await tx.execute<{ id: string }>(
    sql`select id from disclosure_embargoes where case_id = ${caseId} order by number desc limit 1`,
  );
  if (!newest) throw notFound("embargo");
  if (newest.id !== consent.embargoId)
    throw new AppError("conflict", "Another date was set meanwhile. Read it again.", {
      words: "disclosure.refused.changed",
    });
  await tx.execute(sql`insert into disclosure_consents (embargo_id, party_id, case_id, answer, note, way, said_by, said_at)
    values (${consent.embargoId}, ${partyId}, ${caseId}, ${consent.answer}, ${consent.note ?? ""}, ${way}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)
    on conflict (embargo_id, party_id) do update set answer = excluded.answer, note = excluded.note, way = excluded.way, said_by = excluded.said_by, said_at = excluded.said_at`);
}

/** What a vendor said of the date on the telephone. @throws as `keepConsent`. */
export async function noteConsent(ctx: Context, caseId: string, input: NoteConsent): Promise<void> {
  requirePermission(ctx, "case.change");
  const { partyId, ...consent } = NoteConsent.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireParty(tx, caseId, partyId);
    await keepConsent(tx, ctx, { caseId, partyId, way: "desk", consent });
    await writeAudit(tx, ctx, {
      action: "disclosure.note_consent",
      objectType: "case",
      objectId: caseId,
      detail: { partyId, answer: consent.answer },
    });
  });
}

/** A try to reach a vendor, with what came of it. @throws AppError not_found; invalid_input for a time to come. */
export async function noteContact(ctx: Context, caseId: string, input: NoteContact): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { partyId, means, outcome, note, at } = NoteContact.parse(input);
  const when = at === undefined ? ctx.now() : new Date(at);
  if (when > ctx.now()) throw invalidInput([{ path: "at", message: "Expected a time that is over." }]);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireParty(tx, caseId, partyId);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into disclosure_contacts (id, case_id, party_id, means, outcome, note, by_person, at)
      values (${id}, ${caseId}, ${partyId}, ${means}, ${outcome}, ${note}, ${personOf(ctx)}, ${when.toISOString()}::timestamptz)`);
    await reach(tx, ctx, caseId, "vendor_told");
    await writeAudit(tx, ctx, {
      action: "disclosure.note_contact",
      objectType: "case",
      objectId: caseId,
      detail: { partyId, means, outcome },
    });
    return { id };
  });
}
