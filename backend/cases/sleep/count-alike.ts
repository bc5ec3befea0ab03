// How many reports came since an instant that share a suspect's value with one: what "more like this" means.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";

/** Values that stand in more reports than this tell nothing (reporting/report-parts.ts says the same of what is alike). */
const mostReports = 500;

/** @returns undefined where the report names no value that could tell; else the number, of exercise or of real work as the report is. */
export async function countAlike(tx: Tx, reportId: string, since: Date): Promise<number | undefined> {
  const [row] = await tx.execute<{ telling: number; alike: number }>(sql`with mine as (
      select distinct kind, value from observables where report_id = ${reportId} and role <> 'victim' and kind not in ('user_agent', 'file_name', 'cve')),
    telling as (select m.kind, m.value from mine m where (select count(*) from observables o where o.kind = m.kind and o.value = m.value) <= ${mostReports})
    select (select count(*)::int from telling) as telling, (select count(distinct o.report_id)::int from observables o join telling t on t.kind = o.kind and t.value = o.value
      join reports r on r.id = o.report_id where o.role <> 'victim' and r.id <> ${reportId} and r.received_at > ${since.toISOString()}::timestamptz
      and r.is_exercise = (select y.is_exercise from reports y where y.id = ${reportId})) as alike`);
  return row === undefined || row.telling === 0 ? undefined : row.alike;
}
