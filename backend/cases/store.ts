// SQL that several case verbs share: locking reads, the report's state, the timeline. Locks go case first, then reports by id.
import { sql, type SQL } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import { iso, type Tx } from "../platform/db/index.ts";
import { AppError, notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import type { CaseHead, CaseStatus, ReportHead } from "./model.ts";

export interface ReportRow extends ReportHead {
  organisationId: string;
  subject: string;
  description: string;
  rsitClass: string | null;
  rsitType: string | null;
  marking: string;
  isDemo: boolean;
  caseId: string | null;
}

export interface CaseRow extends CaseHead {
  organisationId: string;
  ownerId: string | null;
}

const reportColumns = sql`r.id, r.reference, r.status, r.severity, r.assigned_to as "assignedTo", ${iso(sql`r.snoozed_until`)} as "snoozedUntil", r.version,
  r.organisation_id as "organisationId", r.subject, r.description, r.rsit_class as "rsitClass", r.rsit_type as "rsitType", r.marking,
  r.is_demo as "isDemo", (select c.case_id from case_reports c where c.report_id = r.id) as "caseId"`;

/** Reads and locks reports in the order of their ids, so that two analysts never wait for each other in a ring. @throws not_found */
export async function reportsForUpdate(tx: Tx, ids: readonly string[]): Promise<ReportRow[]> {
  const wanted = [...new Set(ids)].sort();
  const rows = await tx.execute<ReportRow & Record<string, unknown>>(
    sql`select ${reportColumns} from reports r where r.id in (${list(wanted)}) order by r.id for update of r`,
  );
  if (rows.length !== wanted.length) throw notFound("report");
  return [...rows];
}

/** @throws not_found */
export async function reportForUpdate(tx: Tx, id: string): Promise<ReportRow> {
  const [row] = await reportsForUpdate(tx, [id]);
  if (!row) throw notFound("report");
  return row;
}

/** @throws not_found */
export async function caseForUpdate(tx: Tx, id: string): Promise<CaseRow> {
  const [row] = await tx.execute<CaseRow & Record<string, unknown>>(
    sql`select id, reference, title, status, severity, version, organisation_id as "organisationId", owner_id as "ownerId"
      from cases where id = ${id} for update`,
  );
  if (!row) throw notFound("case");
  return row;
}

/** Writes a report's columns, one version up. `changes` is a comma-separated SQL list of assignments. */
export async function changeReport(tx: Tx, id: string, changes: SQL): Promise<ReportHead> {
  const [row] = await tx.execute<ReportHead & Record<string, unknown>>(
    sql`update reports set ${changes}, version = version + 1 where id = ${id}
      returning id, reference, status, severity, assigned_to as "assignedTo", ${iso(sql`snoozed_until`)} as "snoozedUntil", version`,
  );
  if (!row) throw notFound("report");
  return row;
}

/** Writes a case's columns, one version up. */
export async function updateCase(tx: Tx, id: string, changes: SQL): Promise<CaseHead> {
  const [row] = await tx.execute<CaseHead & Record<string, unknown>>(
    sql`update cases set ${changes}, version = version + 1 where id = ${id}
      returning id, reference, title, status, severity, version`,
  );
  if (!row) throw notFound("case");
  return { ...row, status: row.status as CaseStatus };
}

/** Puts reports of a case into a state that follows the case's. */
export async function followCase(
  tx: Tx,
  caseId: string,
  status: "in_case" | "closed",
  why: string | null,
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`update reports set status = ${status}, closed_reason = ${why}, version = version + 1
      where id in (select report_id from case_reports where case_id = ${caseId}) returning id`,
  );
  return rows.map((row) => row.id);
}

/** Joins a report: the row, and the report's state. @throws refused where one of the two is of an exercise and the other is not. */
export async function putIntoCase(tx: Tx, ctx: Context, caseId: string, reportId: string): Promise<void> {
  const mixed = await tx.execute(sql`select 1 from reports r, cases k where r.id = ${reportId} and k.id = ${caseId}
    and (r.is_exercise, r.exercise_id) is distinct from (k.is_exercise, k.exercise_id)
    -- A case that is being opened takes the mark of its first report.
    and not (r.is_exercise and not k.is_exercise and k.xmin = pg_current_xact_id()::xid and not exists (select 1 from case_reports c where c.case_id = k.id))`);
  if (mixed.length > 0)
    throw new AppError("refused", "An exercise and real work never share a case.", {
      words: "exercises.refused.mixed",
    });
  await tx.execute(
    sql`insert into case_reports (case_id, report_id, joined_by, joined_at) values (${caseId}, ${reportId}, ${personOf(ctx)}, ${ctx.now().toISOString()})`,
  );
  await changeReport(tx, reportId, sql`status = 'in_case', snoozed_until = null`);
}

export async function addToTimeline(
  tx: Tx,
  ctx: Context,
  entry: { caseId: string; kind: string; body: string; detail?: Record<string, unknown> },
): Promise<void> {
  await tx.execute(
    sql`insert into case_timeline (id, case_id, at, kind, body, actor_id, detail) values (${newId(ctx.now())}, ${entry.caseId},
      ${ctx.now().toISOString()}, ${entry.kind}, ${entry.body}, ${personOf(ctx)}, ${JSON.stringify(entry.detail ?? {})}::jsonb)`,
  );
}

/** The person who acts, or null for a job or key. */
export function personOf(ctx: Context): string | null {
  return ctx.actor.kind === "person" ? ctx.actor.personId : null;
}

/** Values as a list for `in (…)`. */
export function list(values: readonly string[]): SQL {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}

/** Whether somebody may be given a report or a case: enabled, with a role that works cases. */
export async function canWorkCases(tx: Tx, personId: string): Promise<boolean> {
  const rows =
    await tx.execute(sql`select 1 from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
    where p.id = ${personId} and p.disabled_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call') limit 1`);
  return rows.length > 0;
}

/** Whether a case is open to somebody of the desk: to all, or restricted with them as a member. */
export async function canSeeCase(tx: Tx, caseId: string, personId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from cases k where k.id = ${caseId} and (not k.is_restricted
    or exists (select 1 from case_members m where m.case_id = k.id and m.person_id = ${personId}))`);
  return rows.length > 0;
}
