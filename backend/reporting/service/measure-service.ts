// What the team took, month by month: to be told, to look, to answer, to resolve; the own targets kept; and how long others were waited for.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import type { KeptRow, MeasureRow, MeasuresView, WaitRow } from "./model.ts";

/** Practice and demonstration are left out; what is restricted to others is in no number of the asker's. */
const real = (alias: SQL): SQL => sql`not ${alias}.is_demo and not ${alias}.is_exercise`;
const minutes = (from: SQL, until: SQL): SQL => sql`extract(epoch from ${until} - ${from}) / 60`;

/** The last months, the newest first, in the country's zone. */
export async function readMeasures(ctx: Context, months: number): Promise<MeasuresView> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => await measure(tx, ctx, months));
}

/** The same as rows of a table, for a sheet. */
export async function exportMeasures(ctx: Context, months: number): Promise<string> {
  requirePermission(ctx, "case.read");
  return await withTransaction(ctx, async (tx) => {
    const { measured, kept, waits } = await measure(tx, ctx, months);
    await writeAudit(tx, ctx, {
      action: "list.export",
      objectType: "service",
      objectId: "measures",
      detail: { months },
    });
    const head = "month,what,kind,severity,count,median_minutes,p90_minutes,in_time,late";
    const lines = [
      ...measured.map((row) => [
        row.month,
        row.measure,
        row.kind,
        row.severity,
        row.count,
        row.medianMinutes,
        row.p90Minutes,
        "",
        "",
      ]),
      ...kept.map((row) => [
        row.month,
        `target_${row.clock}`,
        row.kind,
        row.severity,
        row.kept + row.late,
        "",
        "",
        row.kept,
        row.late,
      ]),
      ...waits.map((row) => [
        row.month,
        `waited_for_${row.reason}`,
        "",
        "",
        row.count,
        row.medianMinutes,
        row.p90Minutes,
        row.keptPromises,
        row.promised - row.keptPromises,
      ]),
    ];
    return `${[head, ...lines.map((line) => line.join(","))].join("\r\n")}\r\n`;
  });
}

async function measure(tx: Tx, ctx: Context, months: number): Promise<MeasuresView> {
  const zone = loadCountry(ctx.config.country).timeZones.default;
  const now = ctx.now().toISOString();
  const first = sql`(date_trunc('month', ${now}::timestamptz at time zone ${zone}) - make_interval(months => ${months - 1})) at time zone ${zone}`;
  const monthOf = (at: SQL): SQL => sql`to_char(${at} at time zone ${zone}, 'YYYY-MM')`;
  const measured = await tx.execute<MeasureRow & Record<string, unknown>>(sql`
    with times as (
      select 'detect' as measure, 'incident' as kind, r.severity, r.received_at as at, ${minutes(sql`r.occurred_at`, sql`r.received_at`)} as minutes from reports r
        where ${real(sql`r`)} and r.received_at >= ${first} and r.occurred_at <= r.received_at and r.occurred_precision in ('instant', 'hour', 'day')
      union all
      select 'triage', 'incident', r.severity, r.received_at, ${minutes(sql`r.received_at`, sql`a.at`)} from reports r
        join lateral (select min(x.at) as at from (select s.at from assessments s where s.report_id = r.id and s.kind <> 'computed'
          union all select j.joined_at from case_reports j where j.report_id = r.id) x) a on a.at is not null
        where ${real(sql`r`)} and r.received_at >= ${first}
      union all
      select 'acknowledge', 'incident', r.severity, r.received_at, ${minutes(sql`r.received_at`, sql`m.at`)} from reports r
        join lateral (select min(x.at) as at from messages x where x.report_id = r.id and x.direction = 'to_reporter' and x.kind <> 'acknowledgement' and x.author_id is not null) m
          on m.at is not null where ${real(sql`r`)} and r.received_at >= ${first}
      union all
      select 'acknowledge', 'advice', k.severity, q.received_at, ${minutes(sql`q.received_at`, sql`q.answered_at`)} from advice_requests q join cases k on k.id = q.case_id
        where ${real(sql`k`)} and q.received_at >= ${first} and q.answered_at is not null
      union all
      select 'resolve', k.kind, k.severity, k.closed_at, ${minutes(sql`least(k.opened_at, (select min(r.received_at) from case_reports j join reports r on r.id = j.report_id where j.case_id = k.id))`, sql`k.closed_at`)}
        from cases k where ${real(sql`k`)} and k.status = 'closed' and k.closed_at >= ${first} and k.close_outcome in ('resolved', 'unresolved'))
    select ${monthOf(sql`at`)} as month, kind, coalesce(severity, 'medium') as severity, measure, count(*)::int as count,
      round((percentile_cont(0.5) within group (order by minutes))::numeric, 1)::float as "medianMinutes", round((percentile_cont(0.9) within group (order by minutes))::numeric, 1)::float as "p90Minutes"
    from times group by 1, 2, 3, 4 order by 1 desc, 2, severity_rank(coalesce(severity, 'medium')) desc, array_position(array['detect', 'triage', 'acknowledge', 'resolve'], measure)`);
  const kept = await tx.execute<KeptRow & Record<string, unknown>>(sql`
    select ${monthOf(sql`c.ended_at`)} as month, c.subject_kind as kind, coalesce(c.severity, 'medium') as severity, c.kind as clock,
      (count(*) filter (where not c.is_late))::int as kept, (count(*) filter (where c.is_late))::int as late
    from service_clocks c left join reports r on r.id = c.report_id left join cases k on k.id = c.case_id
    where c.end_kind = 'reached' and c.is_late is not null and c.ended_at >= ${first} and coalesce(${real(sql`r`)}, ${real(sql`k`)})
    group by 1, 2, 3, 4 order by 1 desc, 2, severity_rank(coalesce(c.severity, 'medium')) desc, 4`);
  const waits = await tx.execute<WaitRow & Record<string, unknown>>(sql`
    select ${monthOf(sql`p.ended_at`)} as month, p.reason, count(*)::int as count,
      round((percentile_cont(0.5) within group (order by ${minutes(sql`p.paused_at`, sql`p.ended_at`)}))::numeric, 1)::float as "medianMinutes",
      round((percentile_cont(0.9) within group (order by ${minutes(sql`p.paused_at`, sql`p.ended_at`)}))::numeric, 1)::float as "p90Minutes",
      count(p.promised_at)::int as promised, (count(*) filter (where p.ended_how = 'answer' and p.ended_at <= p.promised_at))::int as "keptPromises"
    from service_pauses p left join reports r on r.id = p.report_id left join cases k on k.id = p.case_id
    where p.ended_at >= ${first} and p.ended_how <> 'closed' and coalesce(${real(sql`r`)}, ${real(sql`k`)}) group by 1, 2 order by 1 desc, 2`);
  const known = new Set([...measured, ...kept, ...waits].map(({ month }) => month));
  return { months: [...known].sort().reverse(), measured: [...measured], kept: [...kept], waits: [...waits] };
}
