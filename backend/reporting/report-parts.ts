// The parts of a report's page, each one query: files, findings with their rules' records, observables, assessments, similar reports, talk.
import { type SQL, sql } from "drizzle-orm";
import { iso, type Tx } from "../platform/db/index.ts";
import type {
  AssessmentView,
  FileView,
  FindingView,
  MailView,
  MessageView,
  ObservableView,
  ReportPage,
  SimilarReport,
  SuppressedView,
} from "./model.ts";
import { type Evidence } from "../triage/model.ts";
import { indicatorWords } from "../triage/explain/index.ts";
import { kindOfFile, maskAddress, titleOf } from "./rules.ts";
import { personJson } from "./store.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

export async function filesOf(tx: Tx, reportId: string): Promise<FileView[]> {
  const rows = await tx.execute<Raw<Omit<FileView, "kind">>>(
    sql`select f.id, f.name, f.media_type as "mediaType", f.size::float8 as size, encode(b.sha256, 'hex') as sha256, f.added_by as "addedBy",
      ${iso(sql`f.added_at`)} as "addedAt" from report_files f join objects b on b.id = f.object_id where f.report_id = ${reportId} order by f.added_at, f.id`,
  );
  return rows.map((row) => ({ ...row, kind: kindOfFile(row.name, row.mediaType) }));
}

/** The places of a finding without the evidence that only its explanation reads. */
function placesOf(column: SQL): SQL {
  return sql`jsonb_path_query_array(${column}, '$[*] ? (@.kind == "text" || @.kind == "field" || @.kind == "bytes")')`;
}

type Known = Extract<Evidence, { kind: "known" }>[];

export async function findingsOf(tx: Tx, reportId: string): Promise<FindingView[]> {
  const rows = await tx.execute<Raw<Omit<FindingView, "said"> & { known: Known }>>(
    sql`select f.id, f.engine, f.rule_id as "ruleId", f.rule_version as "ruleVersion", f.title, f.level, f.source, f.at::float8 as at, ${placesOf(sql`f.locations`)} as locations, jsonb_path_query_array(f.locations, '$[*] ? (@.kind == "known")') as known, f.why,
      f.reference_links as "references", f.author, f.verdict, f.verdict_reason as "verdictReason", ${iso(sql`f.found_at`)} as "foundAt",
      (select json_build_object('true', count(*) filter (where g.verdict = 'true'), 'false', count(*) filter (where g.verdict = 'false'),
        'benign', count(*) filter (where g.verdict = 'benign')) from findings g
        where g.rule_id = f.rule_id and g.found_at > f.found_at - interval '90 days' and g.verdict is not null
          and not exists (select 1 from reports y where y.id = g.report_id and y.is_exercise)) as record
      from findings f where f.report_id = ${reportId}
      order by -severity_rank(f.level), f.engine = 'unpack', f.source, f.title, f.id limit 500`,
  );
  return rows.map(({ known, ...rest }) => ({ ...rest, said: known.flatMap(indicatorWords) }));
}

/** What a warning list or the allow-list keeps aside. */
export async function suppressedOf(tx: Tx, reportId: string): Promise<SuppressedView[]> {
  const rows = await tx.execute<Raw<SuppressedView>>(
    sql`select f.id, f.engine, f.rule_id as "ruleId", f.rule_version as "ruleVersion", f.title, f.level, f.source, f.at::float8 as at,
      ${placesOf(sql`f.locations`)} as locations, f.why, f.reference_links as "references", f.author, ${iso(sql`f.found_at`)} as "foundAt",
      f.held_by as "heldBy" from suppressed_findings f where f.report_id = ${reportId} order by -severity_rank(f.level), f.title, f.id limit 200`,
  );
  return [...rows];
}

export async function observablesOf(tx: Tx, reportId: string): Promise<ObservableView[]> {
  const rows = await tx.execute<Raw<ObservableView>>(
    sql`select o.id, o.kind, o.value, o.raw, o.role, o.part, o.start_offset as start, o.end_offset as "end", o.is_checked as "isChecked",
      case when o.role = 'victim' then 0 else (select count(distinct x.report_id)::int from observables x
        where x.kind = o.kind and x.value = o.value and x.role <> 'victim' and x.report_id <> o.report_id
          and not exists (select 1 from reports y where y.id = x.report_id and y.is_exercise)) end as "seenElsewhere"
      from observables o where o.report_id = ${reportId} order by o.part, o.start_offset, o.id limit 2000`,
  );
  return [...rows];
}

/** Newest first; the first one stands. */
export async function assessmentsOf(tx: Tx, reportId: string): Promise<AssessmentView[]> {
  const rows = await tx.execute<Raw<AssessmentView>>(
    sql`select a.id, a.kind, a.rsit_class as "rsitClass", a.rsit_type as "rsitType", a.severity, a.confidence::float8 as confidence, a.reasons, a.constituents,
      ${personJson(sql`a.changed_by`)} as "changedBy", a.change_reason as "changeReason", ${iso(sql`a.at`)} as at
      from assessments a where a.report_id = ${reportId} order by a.at desc, a.id desc`,
  );
  return [...rows];
}

/** Reports that share a suspect's value, the most shared first. Values that stand in over 500 reports tell nothing and are left out. */
export async function similarTo(tx: Tx, reportId: string): Promise<SimilarReport[]> {
  const rows = await tx.execute<Raw<SimilarReport & { subject: string; description: string }>>(
    sql`with mine as (
        select distinct kind, value from observables where report_id = ${reportId} and role <> 'victim'
          and kind not in ('user_agent', 'file_name', 'cve')),
      telling as (select m.kind, m.value from mine m where (select count(*) from observables o where o.kind = m.kind and o.value = m.value) <= 500),
      shared as (select o.report_id, json_agg(distinct jsonb_build_object('kind', o.kind, 'value', o.value)) as shared, count(distinct (o.kind, o.value)) as n
        from observables o join telling t on t.kind = o.kind and t.value = o.value
        where o.report_id <> ${reportId} and o.role <> 'victim' group by o.report_id)
      select r.id, r.reference, r.subject, left(r.description, 400) as description, r.severity, r.status, ${iso(sql`r.received_at`)} as "receivedAt",
        k.id as "caseId", k.reference as "caseReference", k.status as "caseStatus", s.shared
      from shared s join reports r on r.id = s.report_id left join case_reports c on c.report_id = r.id left join cases k on k.id = c.case_id
      where r.is_exercise = (select y.is_exercise from reports y where y.id = ${reportId}) order by s.n desc, r.received_at desc limit 20`,
  );
  return rows.map(({ subject, description, ...row }) => ({ ...row, title: titleOf(subject, description) }));
}

export async function messagesOf(tx: Tx, reportId: string): Promise<MessageView[]> {
  const rows = await tx.execute<Raw<MessageView>>(
    sql`select m.id, m.direction, m.channel, m.kind, ${personJson(sql`m.author_id`)} as author, m.body, ${iso(sql`m.at`)} as at
      from messages m where m.report_id = ${reportId} order by m.at, m.id limit 500`,
  );
  return [...rows];
}

/** Internal notes, the newest first. */
export async function notesOf(tx: Tx, reportId: string): Promise<ReportPage["notes"]> {
  const rows = await tx.execute<Raw<ReportPage["notes"][number]>>(
    sql`select n.id, ${personJson(sql`n.author_id`)} as author, n.body, ${iso(sql`n.at`)} as at
      from report_notes n where n.report_id = ${reportId} order by n.at desc, n.id desc limit 500`,
  );
  return [...rows];
}

/** The newest version of each translation; earlier ones are asked for on their own. */
export async function translationsOf(tx: Tx, reportId: string): Promise<ReportPage["translations"]> {
  const rows = await tx.execute<Raw<ReportPage["translations"][number]>>(
    sql`select distinct on (l.message_id, l.language) l.id, l.message_id as "messageId", l.language, l.version, l.body, l.origin, l.source,
      ${personJson(sql`l.author_id`)} as author, ${iso(sql`l.at`)} as at
      from report_translations l where l.report_id = ${reportId} order by l.message_id, l.language, l.version desc limit 500`,
  );
  return [...rows];
}

export const mailColumns = sql`m.id, m.kind, m.report_id as "reportId", (select r.reference from reports r where r.id = m.report_id) as "reportReference",
  m.to_address as "to", m.language, m.subject, m.state, m.attempts, m.last_error as "lastError", ${iso(sql`m.created_at`)} as "createdAt",
  ${iso(sql`m.sent_at`)} as "sentAt"`;

/** Addresses are masked: who reported is asked for by an act of its own. */
export async function mailsOf(tx: Tx, reportId: string): Promise<MailView[]> {
  const rows = await tx.execute<Raw<MailView>>(
    sql`select ${mailColumns} from outgoing_mails m where m.report_id = ${reportId} order by m.created_at, m.id limit 200`,
  );
  return rows.map((row) => ({ ...row, to: maskAddress(row.to) }));
}
