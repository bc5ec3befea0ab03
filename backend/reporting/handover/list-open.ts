// What stands open at this moment, as far as the asker sees it: what a next shift has to know.
import { sql, type SQL } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import { itemKinds, mostOfKind, shiftHours, type ShiftItem } from "./model.ts";

/** Grave reports that nobody has taken, open cases, tasks due, questions of playbooks, answers to read, promises; nothing of an exercise; each kind with the gravest or soonest first. */
export async function listOpen(tx: Tx, now: Date): Promise<ShiftItem[]> {
  const until = new Date(now.getTime() + shiftHours * 3_600_000).toISOString();
  const owner = (column: SQL): SQL => sql`(select p.name from people p where p.id = ${column})`;
  const none = sql`null::uuid`;
  const rows = await tx.execute<ShiftItem & Record<string, unknown>>(sql`
    (select 'new_report' as kind, ${none} as "caseId", r.id as "reportId", r.reference, left(coalesce(nullif(r.subject, ''), r.description), 300) as title, r.severity,
        ${owner(sql`r.assigned_to`)} as "ownerName", null as "dueAt"
      from reports r where not r.is_exercise and r.status in ('received', 'triaged') and severity_rank(r.severity) >= 4 and (r.snoozed_until is null or r.snoozed_until <= ${now.toISOString()}::timestamptz)
      order by severity_rank(r.severity) desc, r.received_at, r.id limit ${mostOfKind})
    union all
    (select 'case', k.id, ${none}, k.reference, k.title, k.severity, ${owner(sql`k.owner_id`)}, null
      from cases k where k.status <> 'closed' and not k.is_exercise order by severity_rank(k.severity) desc, k.opened_at, k.id limit ${mostOfKind})
    union all
    (select 'task', k.id, ${none}, k.reference, t.title, k.severity, ${owner(sql`t.owner_id`)}, ${iso(sql`t.due_at`)}
      from case_tasks t join cases k on k.id = t.case_id where k.status <> 'closed' and not k.is_exercise and t.ended_at is null and t.removed_at is null and t.origin not like 'call_back:%' and t.due_at <= ${until}::timestamptz
      order by t.due_at, t.id limit ${mostOfKind})
    union all
    (select 'question', k.id, ${none}, k.reference, left(step.value #>> array['titles', r.language], 300), k.severity, ${owner(sql`k.owner_id`)}, null
      from case_playbook_steps s join case_playbooks r on r.id = s.run_id and r.state = 'running' join cases k on k.id = s.case_id
        join lateral jsonb_array_elements(r.definition -> 'steps') step(value) on step.value ->> 'id' = s.step_id
      where k.status <> 'closed' and not k.is_exercise and s.state = 'ready' and step.value ->> 'kind' in ('choice', 'approval') order by s.began_at, s.step_id limit ${mostOfKind})
    union all
    (select 'answer', ${none}, r.id, r.reference, left(coalesce(nullif(r.subject, ''), r.description), 300), r.severity, ${owner(sql`r.assigned_to`)}, null
      from reports r where not r.is_exercise and r.status not in ('closed', 'rejected') and exists (select 1 from messages m where m.report_id = r.id and m.direction = 'from_reporter'
        and not exists (select 1 from messages n where n.report_id = r.id and n.direction = 'to_reporter' and n.at > m.at))
      order by severity_rank(r.severity) desc, r.received_at, r.id limit ${mostOfKind})
    union all
    (select 'promise', k.id, ${none}, k.reference, left(c.name || ': ' || c.about, 300), k.severity, ${owner(sql`c.assigned_to`)}, ${iso(sql`c.due_at`)}
      from call_backs c join cases k on k.id = c.case_id where c.state = 'open' and not c.is_exercise order by c.due_at, c.id limit ${mostOfKind})
    union all
    (select 'promise', k.id, ${none}, k.reference, v.subject, k.severity, ${owner(sql`m.author_id`)}, ${iso(sql`m.release_at`)}
      from conversation_messages m join conversations v on v.id = m.conversation_id join cases k on k.id = m.case_id where m.state = 'held' and not m.is_exercise
      order by m.release_at, m.id limit ${mostOfKind})`);
  return [...rows].sort((one, other) => itemKinds.indexOf(one.kind) - itemKinds.indexOf(other.kind));
}
