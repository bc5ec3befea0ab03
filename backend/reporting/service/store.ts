// SQL of the team's clocks: with the facts that end and stop them, as far as the asker sees what they belong to.
import { sql, type SQL } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { Span } from "./business-time.ts";
import { type ClockFacts, clockOf, type ClockNow } from "./clock-of.ts";
import { weekOf } from "./load-week.ts";
import { type ClockKind, Levels, type PauseView, type SubjectKind } from "./model.ts";

export interface ClockRow extends Record<string, unknown> {
  id: string;
  subject: "report" | "case";
  subjectId: string;
  reference: string;
  kind: ClockKind;
  subjectKind: SubjectKind;
  startedAt: string;
  severity: string | null;
  ownerId: string | null;
  edition: number;
  definition: unknown;
  /** What the facts say; the row itself may be a minute behind. */
  endedAt: string | null;
  isWithoutObject: boolean;
  pauses: { from: string; until: string | null }[];
  isToldLate: boolean;
  isDemo: boolean;
}

/** A report's answer is a person's word, never the automatic one. */
const answeredAt = sql`case when c.kind = 'first_answer' and c.report_id is not null then (select min(m.at) from messages m where m.report_id = c.report_id
    and m.direction = 'to_reporter' and m.kind <> 'acknowledgement' and m.author_id is not null)
  when c.kind = 'first_answer' then (select a.answered_at from advice_requests a where a.case_id = c.case_id) end`;
const closedAt = sql`case when c.report_id is not null and r.status in ('closed', 'rejected', 'in_case') then coalesce(c.ended_at,
    (select max(l.at) from audit_log l where l.object_type = 'report' and l.object_id = c.report_id::text and l.action in ('report.close', 'report.reject', 'report.join')), clock_timestamp())
  when k.status = 'closed' then k.closed_at end`;
const isVoid = sql`case when c.report_id is not null then r.status = 'rejected' or (c.kind = 'resolution' and r.status = 'in_case')
  or (c.kind = 'first_answer' and r.status = 'closed' and facts.answered is null)
  else k.status = 'closed' and (k.close_outcome in ('duplicate', 'false_positive', 'not_an_incident') or (c.kind = 'first_answer' and facts.answered is null)) end`;

/** Clocks that a condition on `c` names, with `r` its report and `k` its case. */
export async function clockRows(tx: Tx, which: SQL, most = 500): Promise<ClockRow[]> {
  return await tx.execute<ClockRow>(sql`
    select c.id, case when c.report_id is null then 'case' else 'report' end as subject, coalesce(c.report_id, c.case_id) as "subjectId", coalesce(r.reference, k.reference) as reference,
      c.kind, c.subject_kind as "subjectKind", ${iso(sql`c.started_at`)} as "startedAt", coalesce(r.severity, k.severity) as severity, coalesce(r.assigned_to, k.owner_id) as "ownerId",
      e.number as edition, e.definition, ${iso(sql`case when ${isVoid} then coalesce(facts.closed, facts.answered) when c.kind = 'first_answer' then facts.answered else facts.closed end`)} as "endedAt",
      coalesce(${isVoid}, false) as "isWithoutObject", c.breach_told_at is not null as "isToldLate", coalesce(r.is_demo, k.is_demo) as "isDemo",
      coalesce((select json_agg(json_build_object('from', ${iso(sql`p.paused_at`)}, 'until', ${iso(sql`p.ended_at`)}) order by p.paused_at) from service_pauses p
        where coalesce(p.case_id, p.report_id) = coalesce(c.case_id, c.report_id)), '[]') as pauses
    from service_clocks c join service_editions e on e.id = c.edition_id left join reports r on r.id = c.report_id left join cases k on k.id = c.case_id
      cross join lateral (select ${answeredAt} as answered, ${closedAt} as closed) facts
    where coalesce(r.id, k.id) is not null and ${which} order by c.started_at, c.kind, c.id limit ${most}`);
}

/** The clock at a moment, as its edition and the facts have it. */
export function readClock(row: ClockRow, country: string, now: Date): ClockNow {
  const levels = Levels.parse(row.definition);
  const facts: ClockFacts = {
    kind: row.kind,
    subjectKind: row.subjectKind,
    severity: row.severity,
    startedAt: Date.parse(row.startedAt),
    endedAt: row.endedAt === null ? null : Date.parse(row.endedAt),
    isWithoutObject: row.isWithoutObject,
    pauses: row.pauses.map(
      ({ from, until }): Span => ({ from: Date.parse(from), until: until === null ? Infinity : Date.parse(until) }),
    ),
  };
  return clockOf(facts, levels, weekOf(levels, country), now.getTime());
}

/** Of a report or a case, the newest first. */
export async function pausesOf(tx: Tx, subjectId: string): Promise<PauseView[]> {
  const rows = await tx.execute<
    PauseView & Record<string, unknown>
  >(sql`select p.id, p.reason, p.who, p.note, ${iso(sql`p.promised_at`)} as "promisedAt", n.name as by,
      ${iso(sql`p.paused_at`)} as "pausedAt", ${iso(sql`p.ended_at`)} as "endedAt", p.ended_how as "endedHow"
    from service_pauses p left join people n on n.id = p.paused_by where coalesce(p.case_id, p.report_id) = ${subjectId} order by p.paused_at desc, p.id desc limit 50`);
  return [...rows];
}
