// The figures of a situation report, counted over a crisis's cases. A restricted case is in none of them: what nobody may know of, no number tells.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { SituationFigures } from "./model.ts";

/** @param withinHours deadlines that count as near. Under the caller's scope: frozen reports count under the system's, so that every reader has the same. */
export async function countFigures(
  tx: Tx,
  crisisId: string,
  now: Date,
  withinHours: number,
): Promise<SituationFigures> {
  const at = now.toISOString();
  const until = new Date(now.getTime() + withinHours * 3_600_000).toISOString();
  const [figures] = await tx.execute<SituationFigures & Record<string, unknown>>(sql`
    with k as (select c.id, c.status, c.severity from crisis_cases x join cases c on c.id = x.case_id where x.crisis_id = ${crisisId} and not c.is_restricted),
      r as (select distinct cr.report_id as id from case_reports cr join k on k.id = cr.case_id),
      b as (
        select rc.constituent_id as id from report_constituents rc join r on r.id = rc.report_id
        union select a.constituent_id from case_assets a join k on k.id = a.case_id where a.constituent_id is not null and a.removed_at is null),
      t as (select t.due_at from case_tasks t join k on k.id = t.case_id where k.status <> 'closed' and t.ended_at is null and t.removed_at is null and t.due_at is not null),
      p as (select p.due_at from call_backs p join k on k.id = p.case_id where p.state = 'open'),
      -- What is still to be filed: stages that the newest filing with the team names, of constituents affected.
      l as (select (e.value ->> 'due')::timestamptz as due_at from filing_parts f join b on b.id = f.constituent_id
        join organisations o on o.id = f.organisation_id and o.kind = 'cert' cross join lateral jsonb_array_elements(f.expects) e
        where not f.is_demo and e.value ->> 'due' is not null and not exists (select 1 from filing_parts n where n.filing_id = f.filing_id and n.addressee = f.addressee
          and (n.submitted_at, n.id) > (f.submitted_at, f.id)))
    select (select count(*)::int from k) as cases, (select count(*)::int from k where status <> 'closed') as "openCases",
      coalesce((select json_agg(json_build_object('severity', g.severity, 'count', g.n) order by severity_rank(g.severity) desc)
        from (select severity, count(*)::int as n from k where status <> 'closed' group by severity) g), '[]') as "bySeverity",
      (select count(*)::int from r) as reports, (select count(*)::int from b) as constituents,
      coalesce((select json_agg(json_build_object('sector', g.sector, 'count', g.n) order by g.n desc, g.sector)
        from (select c.sector, count(*)::int as n from b join constituents c on c.id = b.id group by c.sector) g), '[]') as "bySector",
      (select count(*)::int from case_outcomes o join k on k.id = o.case_id where o.restored_at <= ${at}::timestamptz) as restored,
      (select count(*)::int from case_outcomes o join k on k.id = o.case_id where o.is_function_affected) as "functionsAffected",
      (select count(*)::int from t where due_at < ${at}::timestamptz) as "tasksOverdue",
      (select count(*)::int from t where due_at between ${at}::timestamptz and ${until}::timestamptz) as "tasksDue",
      (select count(*)::int from p where due_at <= ${until}::timestamptz) as "callsDue",
      (select ${iso(sql`min(d.due_at)`)} from (select due_at from t union all select due_at from p) d where d.due_at >= ${at}::timestamptz) as "nextDeadlineAt",
      (select count(*)::int from l where due_at < ${at}::timestamptz) as "legalOverdue",
      (select count(*)::int from l where due_at between ${at}::timestamptz and ${until}::timestamptz) as "legalDue",
      (select ${iso(sql`min(l.due_at)`)} from l where l.due_at >= ${at}::timestamptz) as "nextLegalAt"`);
  if (!figures) throw new Error("figures were counted and not returned");
  return figures;
}
