// SQL that the verbs of the office share: who asks, numbers, steps, files, the day at the authority.
import { type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import type { OfficeFileView, ProfileView, StepView } from "./model.ts";

/** The person who asks, and their organisation. @throws AppError forbidden for anybody who is no signed-in person. */
export function askerOf(ctx: Context): { personId: string; organisationId: string } {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return { personId: ctx.actor.personId, organisationId: ctx.actor.organisationId };
}

/** The day in the country's time zone, such as 2026-11-30: days in notices are days there. */
export function dayOf(ctx: Context, at: Date = ctx.now()): string {
  const zone = loadCountry(ctx.config.country).timeZones.default;
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The next number of a kind within the year; whoever asks at the same moment waits for this transaction. */
export async function nextNumber(tx: Tx, organisationId: string, kind: string, year: number): Promise<number> {
  const [row] = await tx.execute<{ last: number }>(sql`insert into office_counters (organisation_id, kind, year, last)
    values (${organisationId}, ${kind}, ${year}, 1)
    on conflict (organisation_id, kind, year) do update set last = office_counters.last + 1 returning last`);
  if (!row) throw new Error("a number was not given");
  return row.last;
}

/** "INS-2026-0007". */
export async function nextReference(
  tx: Tx,
  ctx: Context,
  organisationId: string,
  kind: "inspection" | "matter" | "complaint" | "session",
): Promise<string> {
  const year = Number(dayOf(ctx).slice(0, 4));
  const prefix = { inspection: "INS", matter: "MAT", complaint: "CPL", session: "SES" }[kind];
  return `${prefix}-${year}-${String(await nextNumber(tx, organisationId, kind, year)).padStart(4, "0")}`;
}

export interface NewStep {
  organisationId: string;
  constituentId: string | null;
  subjectKind: "inspection" | "matter" | "complaint" | "session";
  subjectId: string;
  kind: string;
  side: "authority" | "entity" | "complainant";
  detail: Record<string, unknown>;
  isToEntity?: boolean;
  isToComplainant?: boolean;
}

/** Adds a step at `position`, the version that the subject had: two at once cannot both be the next. @throws AppError conflict. */
export async function addStep(tx: Tx, ctx: Context, position: number, step: NewStep): Promise<string> {
  const id = newId(ctx.now());
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const written =
    await tx.execute(sql`insert into office_steps (id, organisation_id, constituent_id, subject_kind, subject_id, position, kind, side,
      person_id, person_name, at, detail, is_to_entity, is_to_complainant)
    values (${id}, ${step.organisationId}, ${step.constituentId}, ${step.subjectKind}, ${step.subjectId}, ${position}, ${step.kind}, ${step.side}, ${personId},
      coalesce((select p.name from people p where p.id = ${personId}), ''), ${ctx.now().toISOString()}::timestamptz, ${JSON.stringify(step.detail)}::jsonb,
      ${step.isToEntity ?? false}, ${step.isToComplainant ?? false})
    on conflict (subject_kind, subject_id, position) do nothing`);
  if (written.count === 0) throw changedMeanwhile();
  return id;
}

export function changedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody changed this meanwhile. Load it again.", {
    words: "inspections.refusal.changed",
  });
}

/** The steps that the asker is shown, oldest first. */
export async function listSteps(tx: Tx, subjectKind: NewStep["subjectKind"], subjectId: string): Promise<StepView[]> {
  return await tx.execute<
    StepView & Record<string, unknown>
  >(sql`select id, kind, side, person_name as "personName", ${iso(sql`at`)} as at, detail,
      is_to_entity as "isToEntity", is_to_complainant as "isToComplainant"
    from office_steps where subject_kind = ${subjectKind} and subject_id = ${subjectId} order by position`);
}

export async function listFiles(tx: Tx, subjectKind: string, subjectId: string): Promise<OfficeFileView[]> {
  return await tx.execute<
    OfficeFileView & Record<string, unknown>
  >(sql`select id, name, media_type as "mediaType", size::int as size, sha256, side, ${iso(sql`added_at`)} as "addedAt",
      is_to_entity as "isToEntity", is_to_complainant as "isToComplainant"
    from office_files where subject_kind = ${subjectKind} and subject_id = ${subjectId} order by added_at, id`);
}

export interface NewFile {
  organisationId: string;
  constituentId: string | null;
  subjectKind: "inspection" | "matter" | "complaint" | "session" | "filing" | "formality";
  subjectId: string;
  side: "authority" | "entity" | "complainant";
  isToEntity?: boolean;
  isToComplainant?: boolean;
}
export interface StoredBytes {
  objectId: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
}

/** Writes down a file whose bytes lie in the store already. Returns its id. */
export async function addFile(tx: Tx, ctx: Context, stored: StoredBytes, file: NewFile): Promise<string> {
  const id = newId(ctx.now());
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(
    sql`insert into objects (id, sha256, size, media_type) values (${stored.objectId}, ${Buffer.from(stored.sha256, "hex")}, ${stored.size}, ${stored.mediaType})`,
  );
  await tx.execute(sql`insert into office_files (id, organisation_id, constituent_id, subject_kind, subject_id, object_id, name, media_type, size, sha256, side,
      added_by, added_at, is_to_entity, is_to_complainant)
    values (${id}, ${file.organisationId}, ${file.constituentId}, ${file.subjectKind}, ${file.subjectId}, ${stored.objectId}, ${stored.name}, ${stored.mediaType},
      ${stored.size}, ${stored.sha256}, ${file.side}, ${personId}, ${ctx.now().toISOString()}::timestamptz, ${file.isToEntity ?? false}, ${file.isToComplainant ?? false})`);
  return id;
}

/** RFC 3339 in UTC, whatever the driver would make of it. */
export function iso(column: SQL): SQL {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** What the authority says of itself; its defaults while it has said nothing. */
export async function readProfileOf(tx: Tx, organisationId: string): Promise<ProfileView> {
  const [row] = await tx.execute<
    ProfileView & Record<string, unknown>
  >(sql`select o.id as "organisationId", o.name, o.addressee, coalesce(p.version, 0) as version, coalesce(p.packs, '{}') as packs,
      coalesce(p.is_remit_everybody, false) as "isRemitEverybody", coalesce(p.remit_classes, '{}') as "remitClasses", coalesce(p.remit_sectors, '{}') as "remitSectors",
      coalesce(p.deliberation_format, 'D-{year}-{n}') as "deliberationFormat", coalesce(p.quorum_percent, 50) as "quorumPercent", coalesce(p.quorum_least, 1) as "quorumLeast",
      coalesce(p.needs_deliberation, true) as "needsDeliberation", coalesce(p.takes_complaints, false) as "takesComplaints",
      coalesce(p.takes_anonymous_complaints, false) as "takesAnonymousComplaints", ${iso(sql`p.changed_at`)} as "changedAt"
    from organisations o left join authority_profiles p on p.organisation_id = o.id where o.id = ${organisationId}`);
  if (!row) throw notFound("authority");
  return row;
}

/** An entity that the asker is shown. @throws AppError not_found for others, also where a conflict of interest hides it. */
export async function requireEntity(
  tx: Tx,
  constituentId: string,
): Promise<{ id: string; name: string; classes: string[]; sector: string }> {
  const [row] = await tx.execute<{ id: string; name: string; classes: string[]; sector: string }>(
    sql`select id, name, classes, sector from constituents where id = ${constituentId} and ended_at is null`,
  );
  if (!row) throw notFound("entity");
  return row;
}
