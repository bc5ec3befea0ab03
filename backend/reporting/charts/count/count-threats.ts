// Charts 9 and 10: what lists of findings say is exposed, over time and on a logarithmic scale; phishing by day, its takedowns, and who is named in it.
import { sql } from "drizzle-orm";
import type { Cube } from "../model.ts";
import {
  type Asked,
  type Counted,
  cubeOf,
  isCountedReport,
  monthOf,
  monthsOf,
  panel,
  partialMonth,
  startOf,
  sumOf,
  table,
  within,
} from "./asked.ts";
import { addDays } from "./count-groups.ts";

const restNames = { fr: "Autres genres", en: "Other kinds", mn: "Бусад төрөл" };
const same = (name: string) => ({ fr: name, en: name, mn: name });

/** Rows of findings lists that were kept, by the day that each states: addresses of one day count once. */
export async function countExposure(asked: Asked): Promise<Cube> {
  const found = await asked.tx.execute<Counted>(sql`
    select ${monthOf(asked, sql`f.at`)} as row, f.what as series, count(distinct (f.address, f.port, (f.at at time zone ${asked.zone})::date))::int as n from findings_rows f
      join findings_lists l on l.id = f.list_id and not l.is_exercise where f.outcome = 'kept' and ${within(asked, sql`f.at`)} group by 1, 2`);
  const totals = new Map<string, number>();
  for (const { series, n } of found) totals.set(series, (totals.get(series) ?? 0) + n);
  const kinds = [...totals].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([key]) => key);
  const names = Object.fromEntries(kinds.map((kind) => [kind, same(kind)]));
  const rows = monthsOf(asked);
  const series = kinds.slice(0, 5);
  const n = [{ of: "findings", count: [...totals.values()].reduce((sum, one) => sum + one, 0) }];
  const shown = kinds.slice(0, 20);
  // As a part of the whole: what is beyond the twenty is one part, so that all parts are all findings.
  const rest = kinds.slice(20).reduce((sum, kind) => sum + (totals.get(kind) ?? 0), 0);
  const parts = rest > 0 ? [...shown, "rest"] : shown;
  return cubeOf("exposure", asked, [
    panel({
      id: "months",
      kind: "lines",
      unit: "findings",
      axis: "month",
      rows,
      seriesAxis: "name",
      series,
      cells: table(rows, series, found),
      n,
      names,
      partial: partialMonth(asked),
    }),
    panel({
      id: "kinds",
      kind: "bars",
      unit: "findings",
      axis: "name",
      rows: shown,
      seriesAxis: "word",
      series: ["findings"],
      cells: shown.map((kind) => [totals.get(kind) ?? 0]),
      n,
      names,
      isLog: true,
    }),
    panel({
      id: "tree",
      kind: "tree",
      unit: "findings",
      axis: "name",
      rows: parts,
      seriesAxis: "word",
      series: ["findings"],
      cells: parts.map((kind) => [kind === "rest" ? rest : (totals.get(kind) ?? 0)]),
      n,
      names: { ...names, rest: restNames },
    }),
  ]);
}

const spans = ["up_to_1_day", "up_to_3_days", "up_to_7_days", "up_to_30_days", "longer", "still_up"] as const;

export async function countPhishing(asked: Asked): Promise<Cube> {
  const { tx, until } = asked;
  const days = Array.from({ length: 60 }, (_one, at) => addDays(until, at - 60));
  const domains = await tx.execute<Counted>(sql`
    select to_char(d.first at time zone ${asked.zone}, 'YYYY-MM-DD') as row, 'domains' as series, count(*)::int as n from (
      select case when o.kind = 'url' then lower(substring(o.value from '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/@?#]*@)?([^/:?#]+)')) else lower(o.value) end as host, min(r.received_at) as first
        from observables o join reports r on r.id = o.report_id
        where o.kind in ('url', 'domain') and o.role <> 'victim' and r.rsit_type = 'phishing' and r.status <> 'rejected' and ${isCountedReport(asked)} group by 1) d
      where d.host is not null and d.first >= ${startOf(asked, days[0] ?? until)} and d.first < ${startOf(asked, until)} group by 1`);
  const taken = await tx.execute<Counted>(sql`
    select case when t.state <> 'down' then 'still_up' when t.down_at - t.asked_at <= interval '1 day' then 'up_to_1_day' when t.down_at - t.asked_at <= interval '3 days' then 'up_to_3_days'
        when t.down_at - t.asked_at <= interval '7 days' then 'up_to_7_days' when t.down_at - t.asked_at <= interval '30 days' then 'up_to_30_days' else 'longer' end as row,
      'takedowns' as series, count(*)::int as n from takedowns t
      where t.kind = 'takedown' and not t.is_exercise and ${within(asked, sql`t.asked_at`)} group by 1`);
  const named = await tx.execute<Counted & { name: string }>(sql`
    select c.id::text as row, c.name, 'reports' as series, count(*)::int as n from report_constituents rc join reports r on r.id = rc.report_id join constituents c on c.id = rc.constituent_id
      where r.rsit_type = 'phishing' and r.status <> 'rejected' and ${isCountedReport(asked)} and ${within(asked, sql`r.received_at`, `${asked.year}-01-01`)}
      group by 1, 2 order by count(*) desc, c.name limit 10`);
  const byDay = table(days, ["domains"], domains);
  const bySpan = table(spans, ["takedowns"], taken);
  const byName = named.map(({ n }) => [n]);
  return cubeOf("phishing", asked, [
    panel({
      id: "domains",
      kind: "columns",
      unit: "domains",
      axis: "day",
      rows: days,
      seriesAxis: "word",
      series: ["domains"],
      cells: byDay,
      n: [{ of: "domains", count: sumOf(byDay, 0) }],
    }),
    panel({
      id: "takedowns",
      kind: "bars",
      unit: "takedowns",
      axis: "word",
      rows: [...spans],
      seriesAxis: "word",
      series: ["takedowns"],
      cells: bySpan,
      n: [{ of: "takedowns", count: sumOf(bySpan, 0) }],
    }),
    panel({
      id: "named",
      kind: "bars",
      unit: "reports",
      axis: "name",
      rows: named.map(({ row }) => row),
      seriesAxis: "word",
      series: ["reports"],
      cells: byName,
      n: [{ of: "reports", count: sumOf(byName, 0) }],
      names: Object.fromEntries(named.map(({ row, name }) => [row, same(name)])),
    }),
  ]);
}
