// SQL that several read models share: the row of a report in a list, a person's name, the acts on an object.
import { sql, type SQL } from "drizzle-orm";
import { iso, type Tx } from "../platform/db/index.ts";
import type { ActView, QueueRow } from "./model.ts";
import { titleOf } from "./rules.ts";

/** A timestamp to the microsecond, for cursors: a coarser one would give the rows of its millisecond twice. */
export function exact(column: SQL): SQL {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** A person as `{id, name}` JSON, or null. */
export function personJson(column: SQL): SQL {
  return sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;
}

/** True where the reporter wrote after the desk's last answer, and, on an ended report, after its end. */
export const unanswered = sql`exists (select 1 from messages m where m.report_id = r.id and m.direction = 'from_reporter'
  and m.at > coalesce((select max(a.at) from messages a where a.report_id = r.id and a.direction = 'to_reporter' and a.kind = 'message'), '-infinity')
  and (r.status not in ('closed', 'rejected') or m.at > coalesce((select max(l.at) from audit_log l where l.object_type = 'report'
    and l.object_id = r.id::text and l.action in ('report.close', 'report.reject')), '-infinity')))`;

/** The team's clock on a report that ends first, of those that run. */
export const clockOfReport = sql`(select min(s.due_at) from service_clocks s where s.report_id = r.id and s.ended_at is null)`;

/** What ends a report's sleep before its time, and why it last woke so. */
export const sleepColumns = sql`case when r.wakes_on is not null then json_build_object('kind', r.wakes_on, 'count', r.wakes_after) end as "wakesOn",
  case when r.woken_by is not null then json_build_object('by', r.woken_by, 'at', ${iso(sql`r.woken_at`)}) end as woken`;

/** Columns of a queue row over `reports r`. */
export const queueColumns = sql`r.id, r.reference, r.subject, left(r.description, 400) as description, r.status, r.severity, r.rsit_class as "rsitClass",
  r.rsit_type as "rsitType", r.source, r.language, r.is_anonymous as "isAnonymous", r.is_held as "isHeld", r.is_exercise as "isExercise", ${iso(sql`r.received_at`)} as "receivedAt",
  ${iso(sql`r.snoozed_until`)} as "snoozedUntil", ${sleepColumns}, r.tags, ${personJson(sql`r.assigned_to`)} as "assignedTo", c.case_id as "caseId",
  (select k.reference from cases k where k.id = c.case_id) as "caseReference",
  (select count(*)::int from findings f where f.report_id = r.id and f.engine <> 'unpack') as findings,
  ${unanswered} as "hasUnansweredMessage",
  coalesce((select a.constituents from assessments a where a.report_id = r.id order by a.at desc, a.id desc limit 1), '[]'::jsonb) as concerned, r.version,
  r.priority, severity_rank(r.severity) as rank, ${exact(sql`r.received_at`)} as "cursorAt",
  ${iso(clockOfReport)} as "dueAt", ${exact(clockOfReport)} as "cursorDueAt"`;

/** A row as PostgreSQL gives it, before it is told to a screen. */
export type RawQueueRow = Omit<QueueRow, "title" | "constituents"> & {
  subject: string;
  description: string;
  concerned: { name?: string }[];
  priority: number;
  rank: number;
  cursorAt: string;
  cursorDueAt: string | null;
} & Record<string, unknown>;

export function toQueueRow(raw: RawQueueRow): QueueRow {
  const {
    subject,
    description,
    concerned,
    priority: _priority,
    rank: _rank,
    cursorAt: _at,
    cursorDueAt: _due,
    ...row
  } = raw;
  const names = concerned.map((one) => one.name ?? "").filter((name) => name !== "");
  return { ...row, title: titleOf(subject, description), constituents: [...new Set(names)].slice(0, 3) };
}

/** The acts on one object, newest first. */
export async function actsOn(tx: Tx, objectType: string, objectId: string, limit = 100): Promise<ActView[]> {
  const rows = await tx.execute<ActView & Record<string, unknown>>(
    sql`select l.id, ${iso(sql`l.at`)} as at, l.actor_kind as "actorKind",
      case when l.actor_kind = 'person' then ${personJson(sql`l.actor_id::uuid`)} end as actor,
      l.action, l.object_type as "objectType", l.object_id as "objectId", l.detail
      from audit_log l where l.object_type = ${objectType} and l.object_id = ${objectId} and l.action <> 'report.read' order by l.at desc, l.id desc limit ${limit}`,
  );
  return [...rows];
}
