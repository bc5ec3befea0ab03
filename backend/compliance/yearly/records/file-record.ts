// Files a yearly record: by the entity with the passkey, or entered from paper by the officer who holds it; judged and pinned by the law of that moment.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requirePerson, requireStepUp } from "../../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { addJob } from "../../../platform/jobs/index.ts";
import { loadCountry } from "../../../registry/country/index.ts";
import type { JudgedDuty } from "../../duties/judge-duties.ts";
import { eventsOf, readDutyEvents, readEntity } from "../../duties/read-entity.ts";
import { drawReference } from "../../filings/submit-filing.ts";
import { askerOf, dayOf, readProfileOf, requireEntity } from "../../offices/store.ts";
import { tellJob } from "../tell-office.ts";
import { EnterRecord, FileRecord, type RecordContent, stepUpForRecord } from "./model.ts";
import { judgeRecord, recordEvent, requireRecordDuty } from "./record-law.ts";

type Filed = { id: string; receiptNumber: string; lateness: "on_time" | "late" | "no_time" };

/** @throws AppError conflict when another one was filed meanwhile; refused where the law does not bind the entity; invalid_input naming each field. */
export async function fileRecord(ctx: Context, input: unknown): Promise<Filed> {
  requirePermission(ctx, "filing.make");
  const { obligationId, year, basedOn, reason, language, ...record } = FileRecord.parse(input);
  requirePerson(ctx);
  refuseAhead(ctx, year);
  const duty = requireRecordDuty(ctx.config.country, obligationId);
  const reader = await readOnly(ctx, async (tx) => await readerOf(tx, duty.obligation.addressee), "system");
  return await withTransaction(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, ctx.now());
    const events = eventsOf(await readDutyEvents(tx, entity.id), duty.loaded.pin.id);
    const judged = judgeRecord(duty, entity.profile, events, ctx.now());
    if (!judged)
      throw new AppError("refused", "This law does not ask your organisation for a record.", {
        words: "yearly.refusal.not_bound",
      });
    await requireStepUp(tx, ctx, stepUpForRecord.file(obligationId, year, basedOn));
    const given = { judged, reader, entity, year, basedOn, reason, language, record } as const;
    const made = await composeRecord(tx, ctx, { ...given, channel: "console", submittedAt: ctx.now() });
    const { leafHash } = await writeAudit(tx, ctx, {
      action: "yearly_record.file",
      objectType: "yearly_record",
      objectId: made.id,
      detail: { contentSha256: made.sha256 },
    });
    const filed = await insertRecord(tx, ctx, made, leafHash.toString("hex"));
    if (basedOn === 0) await writeAnswer(tx, ctx, entity, judged);
    if (reader !== null) await addJob(tx, tellJob, { kind: "record", id: filed.id });
    return filed;
  });
}

/** Paper says no hour: noon of the day of its arrival. @throws AppError invalid_input for a day ahead; not_found for an entity of another remit. */
export async function enterRecord(ctx: Context, input: unknown): Promise<Filed> {
  requirePermission(ctx, "authority.work");
  const { constituentId, obligationId, year, arrivedOn, reason, ...said } = EnterRecord.parse(input);
  const { organisationId } = askerOf(ctx);
  refuseAhead(ctx, year);
  if (arrivedOn > dayOf(ctx)) throw invalidInput([{ path: "arrivedOn", message: "Expected a day that is not ahead." }]);
  const duty = requireRecordDuty(ctx.config.country, obligationId);
  const zone = loadCountry(ctx.config.country).timeZones.default;
  const noon = Temporal.PlainDate.from(arrivedOn).toZonedDateTime({ timeZone: zone, plainTime: "12:00" });
  const at = new Date(noon.epochMilliseconds);
  return await withTransaction(ctx, async (tx) => {
    const { addressee } = await readProfileOf(tx, organisationId);
    if (addressee !== duty.obligation.addressee)
      throw invalidInput([{ path: "obligationId", message: "Expected a law that names this authority." }]);
    const found = await requireEntity(tx, constituentId);
    const [own] = await tx.execute<{ organisationId: string; reference: string; last: number }>(
      sql`select c.organisation_id as "organisationId", c.reference, coalesce((select max(number) from yearly_records r
          where r.constituent_id = c.id and r.obligation_id = ${obligationId} and r.year = ${year}), 0)::int as last from constituents c where c.id = ${constituentId}`,
    );
    const entity = { ...found, organisationId: own?.organisationId ?? "", reference: own?.reference ?? "" };
    const basedOn = own?.last ?? 0;
    const profile = {
      classes: found.classes,
      role: null,
      country: ctx.config.country.toUpperCase(),
      timeZone: zone,
      conditions: {},
    };
    const judged = judgeRecord(duty, profile, await submittedBefore(tx, constituentId, obligationId, year), at);
    if (!judged)
      throw new AppError("refused", "This law does not ask this entity for a record.", {
        words: "yearly.refusal.not_bound",
      });
    const record = { violations: said.violations, lines: [], measures: said.measures, contact: said.contact };
    const given = { judged, reader: organisationId, entity, year, basedOn, reason, language: "fr", record } as const;
    const made = await composeRecord(tx, ctx, { ...given, channel: "paper", submittedAt: at });
    const { leafHash } = await writeAudit(tx, ctx, {
      action: "yearly_record.enter",
      objectType: "yearly_record",
      objectId: made.id,
      detail: { contentSha256: made.sha256, arrivedOn },
    });
    return await insertRecord(tx, ctx, made, leafHash.toString("hex"));
  });
}

function refuseAhead(ctx: Context, year: number): void {
  if (year > Number(dayOf(ctx).slice(0, 4)))
    throw invalidInput([{ path: "year", message: "Expected a year that has begun." }]);
}

/** The authority that stands for the addressee here, if one does. */
async function readerOf(tx: Tx, addressee: string): Promise<string | null> {
  const [row] = await tx.execute<{ id: string }>(
    sql`select id from organisations where kind = 'authority' and addressee = ${addressee} and ended_at is null order by created_at limit 1`,
  );
  return row?.id ?? null;
}

/** First records of other years, as the officer is shown them: what the law counts the next one from. */
async function submittedBefore(
  tx: Tx,
  constituentId: string,
  obligationId: string,
  year: number,
): Promise<Record<string, string[]>> {
  const rows = await tx.execute<{ at: Date }>(
    sql`select submitted_at as at from yearly_records where constituent_id = ${constituentId} and obligation_id = ${obligationId} and number = 1 and year <> ${year}
      order by submitted_at`,
  );
  return rows.length === 0 ? {} : { [recordEvent]: rows.map(({ at }) => new Date(at).toISOString()) };
}

interface RecordToWrite {
  judged: JudgedDuty;
  reader: string | null;
  entity: { id: string; name: string; organisationId: string; reference: string };
  year: number;
  basedOn: number;
  reason: string | undefined;
  language: string;
  record: RecordContent;
  channel: "console" | "paper";
  submittedAt: Date;
}

interface MadeRecord extends RecordToWrite {
  id: string;
  receiptNumber: string;
  due: string | null;
  lateness: Filed["lateness"];
  at: string;
  sha256: string;
}

/** What will stand in the row, with its hash: the log has the hash, and neither whose it is nor a word of it. */
async function composeRecord(tx: Tx, ctx: Context, given: RecordToWrite): Promise<MadeRecord> {
  const { judged, entity, year, basedOn, record } = given;
  const isCorrection = basedOn > 0;
  if (isCorrection && given.reason === undefined)
    throw invalidInput([
      { path: "reason", message: "Expected why the record is filed again: the one before it stays." },
    ]);
  const at = given.submittedAt.toISOString();
  // A correction is not judged again: the first one was in time or not.
  const [first] = isCorrection
    ? await tx.execute<{ due: Date | null; lateness: Filed["lateness"] }>(
        sql`select due_at as due, lateness from yearly_records where constituent_id = ${entity.id} and obligation_id = ${judged.obligation.id} and year = ${year} and number = 1`,
      )
    : [];
  const due = first ? (first.due === null ? null : new Date(first.due).toISOString()) : judged.duty.due;
  const lateness =
    first?.lateness ?? (due === null ? "no_time" : Date.parse(at) > Date.parse(due) ? "late" : "on_time");
  const receiptNumber = drawReference(ctx.config.referencePrefix, "R", ctx.now());
  const content = {
    receiptNumber,
    addressee: judged.obligation.addressee,
    entity: entity.name,
    obligation: judged.obligation.id,
    pack: judged.loaded.pin,
    year,
    number: basedOn + 1,
    submittedAt: at,
    record,
  };
  const sha256 = createHash("sha256").update(canonicalJson(content)).digest("hex");
  return { ...given, id: newId(ctx.now()), receiptNumber, due, lateness, at, sha256 };
}

async function insertRecord(tx: Tx, ctx: Context, made: MadeRecord, leafHash: string): Promise<Filed> {
  const { id, receiptNumber, lateness, judged, entity, basedOn } = made;
  const { pin } = judged.loaded;
  const written = await tx.execute(
    sql`insert into yearly_records (id, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, entity_reference, year, number, reason,
        channel, language, pack_id, pack_version, pack_sha256, obligation_id, record, content_sha256, leaf_hash, due_at, lateness, submitted_by, submitted_at, entered_at)
      values (${id}, ${receiptNumber}, ${made.reader}, ${judged.obligation.addressee}, ${entity.organisationId}, ${entity.id}, ${entity.name}, ${entity.reference}, ${made.year},
        ${basedOn + 1}, ${basedOn > 0 ? (made.reason ?? null) : null}, ${made.channel}, ${made.language}, ${pin.id}, ${pin.version}, ${pin.sha256}, ${judged.obligation.id},
        ${JSON.stringify(made.record)}::jsonb, ${made.sha256}, ${leafHash}, ${made.due}::timestamptz, ${lateness},
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${made.at}::timestamptz, ${ctx.now().toISOString()}::timestamptz)
      on conflict do nothing`,
  );
  if (written.count === 0)
    throw new AppError("conflict", "A record of this year was filed meanwhile. Load the page again.", {
      words: "yearly.refusal.filed_meanwhile",
    });
  return { id, receiptNumber, lateness };
}

/** The duty is answered: its next day counts from here, in the calendar too. */
async function writeAnswer(
  tx: Tx,
  ctx: Context,
  entity: { id: string; organisationId: string },
  { loaded: { pin } }: JudgedDuty,
): Promise<void> {
  const at = ctx.now().toISOString();
  await tx.execute(
    sql`insert into duty_events (id, constituent_id, organisation_id, pack_id, pack_version, pack_sha256, event, happened_at, recorded_by, recorded_at)
      values (${newId(ctx.now())}, ${entity.id}, ${entity.organisationId}, ${pin.id}, ${pin.version}, ${pin.sha256}, ${recordEvent}, ${at}::timestamptz,
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${at}::timestamptz)`,
  );
}
