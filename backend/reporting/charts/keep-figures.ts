// Figures by day: counts anew only the reports and cases that were touched, in the moment in which the charts are counted, so that both agree.
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { type Asked, incidentRows, isCountedReport } from "./count/asked.ts";

/** So many touched subjects at a time: a list of ids that a plan still takes as a list. */
const atATime = 5000;
/** From here on, counting everything anew is less work. */
const manyTouched = 200_000;

/**
 * Brings the figures up to the moment of the transaction, which must be one that sees one moment only. Where another clock or another kind of
 * installation is asked than the figures were kept for, and where there are none yet, all is counted anew.
 */
export async function keepFigures(tx: Tx, asked: Asked): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('toguna.chart_figures'))`);
  const [kept] = await tx.execute<{ is: boolean }>(
    sql`select count(*) = 1 and bool_and(zone = ${asked.zone} and with_demo = ${asked.withDemo}) as is from chart_figures`,
  );
  const [touched] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from chart_touched`);
  if (kept?.is !== true || (touched?.n ?? 0) > manyTouched) return await countAllAnew(tx, asked);
  for (;;) {
    const [taken] = await tx.execute<{ subjects: string[] | null }>(
      sql`with gone as (delete from chart_touched where number in (select number from chart_touched order by number limit ${atATime}) returning subject)
        select array_agg(distinct subject::text) as subjects from gone`,
    );
    if (!taken?.subjects) break;
    await countAnew(tx, asked, await concernedBy(tx, taken.subjects));
  }
  await tx.execute(sql`delete from chart_days where n = 0`);
}

/** Reports and cases whose figures turn on these: a report's case, a case's reports, and both of those. */
async function concernedBy(tx: Tx, subjects: readonly string[]): Promise<string[]> {
  const given = sql`${sql.param(subjects)}::uuid[]`;
  const rows = await tx.execute<{ id: string }>(
    sql`with cases_of as (select unnest(${given}) as id union select case_id from case_reports where report_id = any (${given}))
      select id from cases_of union select report_id from case_reports where case_id in (select id from cases_of)`,
  );
  return rows.map(({ id }) => id);
}

async function countAnew(tx: Tx, asked: Asked, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`with gone as (delete from chart_facts where id = any (${sql.param(ids)}::uuid[]) returning *)
    insert into chart_days (kind, day, class, sector, entity, n) select kind, day, class, sector, entity, -count(*) from gone group by 1, 2, 3, 4, 5
    on conflict (kind, day, class, sector, entity) do update set n = chart_days.n + excluded.n`);
  await addFacts(tx, asked, ids);
}

async function countAllAnew(tx: Tx, asked: Asked): Promise<void> {
  for (const emptied of [
    sql`delete from chart_touched`,
    sql`delete from chart_facts`,
    sql`delete from chart_days`,
    sql`delete from chart_figures`,
  ])
    await tx.execute(emptied);
  await addFacts(tx, asked, null);
  await tx.execute(
    sql`insert into chart_figures (zone, with_demo, built_at) values (${asked.zone}, ${asked.withDemo}, ${asked.countedAt}::timestamptz)`,
  );
}

/** @param ids null for all. */
async function addFacts(tx: Tx, asked: Asked, ids: readonly string[] | null): Promise<void> {
  const dayOf = (at: SQL): SQL => sql`(${at} at time zone ${asked.zone})::date`;
  const only = ids === null ? sql`true` : sql`r.id = any (${sql.param(ids)}::uuid[])`;
  const facts = [
    sql`select 'report', r.id, ${dayOf(sql`r.received_at`)}, '', '', '' from reports r where ${isCountedReport(asked)} and ${only}`,
    sql`select 'incident', i.id, ${dayOf(sql`i.at`)}, i.class, coalesce(i.sector, ''), coalesce(i.constituent, '') from ${incidentRows(asked, ids)} i`,
  ];
  for (const fact of facts)
    await tx.execute(sql`with made as (insert into chart_facts (kind, id, day, class, sector, entity) ${fact} returning *)
      insert into chart_days (kind, day, class, sector, entity, n) select kind, day, class, sector, entity, count(*) from made group by 1, 2, 3, 4, 5
      on conflict (kind, day, class, sector, entity) do update set n = chart_days.n + excluded.n`);
}
