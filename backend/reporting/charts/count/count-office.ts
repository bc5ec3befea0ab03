// Charts 5, 7, 12 and 13, of an authority's own rows: causes with the hours that users lost, times of the law, formalities, and who was inspected when.
import { sql } from "drizzle-orm";
import { readPinned } from "../../../compliance/index.ts";
import type { Cell, Cube, Panel } from "../model.ts";
import { readCount, readHours } from "../read-told.ts";
import {
  type Asked,
  type Counted,
  cubeOf,
  firstDay,
  monthOf,
  monthsOf,
  panel,
  partialMonth,
  startOf,
  sumOf,
  table,
  within,
} from "./asked.ts";
import { filedIncidents, saidIn } from "./filed.ts";
import { lawChanges } from "./law-changes.ts";

const causes = [
  "malicious_action",
  "human_error",
  "system_failure",
  "third_party_failure",
  "natural_event",
  "unknown",
  "not_judged",
] as const;

/** Incidents that were notified, by the cause that an officer judged; hours times users where an entity told both. */
export async function countCauses(asked: Asked): Promise<Cube> {
  const found = await asked.tx.execute<{ cause: string; users: string | null; duration: string | null }>(sql`
    select coalesce(c.cause, 'not_judged') as cause, ${saidIn("users_affected")} as users, ${saidIn("duration")} as duration
    from ${filedIncidents(asked)} left join lateral (select k.cause from filing_causes k join filing_parts q on q.id = k.part_id
      where q.filing_reference = i.reference and k.organisation_id = ${asked.office}::uuid order by k.judged_at desc limit 1) c on true`);
  const count = (cause: string): number => found.filter((one) => one.cause === cause).length;
  const lost = found.map(({ cause, users, duration }) => {
    const [people, hours] = [users === null ? null : readCount(users), duration === null ? null : readHours(duration)];
    return { cause, hours: people === null || hours === null ? null : people * hours };
  });
  const told = lost.filter(({ hours }) => hours !== null);
  const sum = (cause: string): Cell => {
    const own = told.filter((one) => one.cause === cause);
    return own.length === 0 ? null : Math.round(own.reduce((so, { hours }) => so + (hours ?? 0), 0));
  };
  const rows = causes.filter((cause) => count(cause) > 0);
  const common = { kind: "bars", axis: "word", rows, seriesAxis: "word" } as const;
  return cubeOf("causes", asked, [
    panel({
      ...common,
      id: "incidents",
      unit: "incidents",
      series: ["incidents"],
      cells: rows.map((cause) => [count(cause)]),
      n: [{ of: "incidents", count: found.length }],
    }),
    panel({
      ...common,
      id: "user_hours",
      unit: "user_hours",
      series: ["user_hours"],
      cells: rows.map((cause) => [sum(cause)]),
      n: [{ of: "incidents", count: told.length }],
      facts: [{ word: "not_told", value: found.length - told.length }],
    }),
  ]);
}

/** Filings by law and stage: in time, late, and stages that are expected and have not come. */
export async function countClocks(asked: Asked): Promise<Cube> {
  const own = sql`p.organisation_id = ${asked.office}::uuid and p.standing <> 'disowned' and p.stage <> 'yearly_record'`;
  const found = await asked.tx.execute<Counted & { id: string; version: string; sha256: string }>(sql`
    select p.pack_id || ' ' || p.pack_version || ' ' || p.stage as row, p.pack_id as id, p.pack_version as version, min(p.pack_sha256) as sha256, p.lateness as series, count(*)::int as n
      from filing_parts p where ${own} and p.replaces_id is null and ${within(asked, sql`p.submitted_at`)} group by 1, 2, 3, 5
    union all
    select p.pack_id || ' ' || p.pack_version || ' ' || (e ->> 'stage'), p.pack_id, p.pack_version, min(p.pack_sha256), 'open', count(distinct (p.filing_reference, e ->> 'stage'))::int
      from filing_parts p cross join lateral jsonb_array_elements(p.expects) e where ${own} and ${within(asked, sql`p.submitted_at`)}
        and not exists (select 1 from filing_parts l where l.organisation_id = p.organisation_id and l.filing_reference = p.filing_reference and l.stage = e ->> 'stage' and l.standing <> 'disowned')
      group by 1, 2, 3`);
  const rows = [...new Set(found.map(({ row }) => row))].toSorted();
  const series = ["on_time", "late", "open", "no_time"];
  const cells = table(rows, series, found);
  const names = Object.fromEntries(found.map((one) => [one.row, nameOf(one)]));
  const filed = [0, 1, 3].reduce((sum, at) => sum + sumOf(cells, at), 0);
  const months = monthsOf(asked);
  const late =
    await asked.tx.execute<Counted>(sql`select ${monthOf(asked, sql`p.submitted_at`)} as row, p.lateness as series, count(*)::int as n from filing_parts p
    where ${own} and p.replaces_id is null and p.lateness in ('on_time', 'late') and ${within(asked, sql`p.submitted_at`)} group by 1, 2`);
  const byMonth = table(months, ["on_time", "late"], late);
  return cubeOf("clocks", asked, [
    panel({
      id: "stages",
      kind: "bars",
      unit: "filings",
      axis: "name",
      rows,
      seriesAxis: "word",
      series,
      cells,
      n: [{ of: "filings", count: filed }],
      names,
    }),
    panel({
      id: "months",
      kind: "lines",
      unit: "filings",
      axis: "month",
      rows: months,
      seriesAxis: "word",
      series: ["on_time", "late"],
      cells: byMonth,
      n: [{ of: "filings", count: sumOf(byMonth, 0) + sumOf(byMonth, 1) }],
      partial: partialMonth(asked),
      changes: lawChanges(asked.country, months),
    }),
  ]);
}

/** The law's own title with its version, and the stage; a pack that is gone keeps its id. */
function nameOf({
  row,
  id,
  version,
  sha256,
}: {
  row: string;
  id: string;
  version: string;
  sha256: string;
}): Panel["names"][string] {
  const stage = row.split(" ").at(-1) ?? "";
  const titled = (title: string) => `${title} ${version}: ${stage.replaceAll("_", " ")}`;
  try {
    const { title } = readPinned({ id, version, sha256 }).pack.pack;
    return { fr: titled(title.fr), en: titled(title.en), mn: titled(title.mn) };
  } catch {
    return { fr: titled(id), en: titled(id), mn: titled(id) };
  }
}

const ages = ["up_to_30_days", "up_to_60_days", "up_to_120_days", "longer"] as const;

export async function countFormalities(asked: Asked): Promise<Cube> {
  const own = sql`f.authority_id = ${asked.office}::uuid`;
  const flow = await asked.tx.execute<Counted>(sql`
    select ${monthOf(asked, sql`f.submitted_at`)} as row, 'received' as series, count(*)::int as n from formalities f where ${own} and ${within(asked, sql`f.submitted_at`)} group by 1
    union all select ${monthOf(asked, sql`f.decided_at`)}, 'decided', count(*)::int from formalities f where ${own} and ${within(asked, sql`f.decided_at`)} group by 1`);
  const medians = await asked.tx.execute<Counted & { size: number }>(sql`
    select ${monthOf(asked, sql`f.decided_at`)} as row, 'median' as series, round((percentile_cont(0.5) within group (order by extract(epoch from f.decided_at - f.submitted_at) / 86400))::numeric, 1)::float8 as n, count(*)::int as size
      from formalities f where ${own} and ${within(asked, sql`f.decided_at`)} group by 1`);
  const backlog = await asked.tx.execute<Counted>(sql`
    select case when d.age <= 30 then 'up_to_30_days' when d.age <= 60 then 'up_to_60_days' when d.age <= 120 then 'up_to_120_days' else 'longer' end as row, 'waiting' as series, count(*)::int as n
      from (select extract(epoch from ${startOf(asked, asked.until)} - f.submitted_at) / 86400 as age from formalities f where ${own} and f.state in ('submitted', 'incomplete', 'complete')) d group by 1`);
  const rows = monthsOf(asked);
  const cells = table(rows, ["received", "decided"], flow);
  const waiting = table(ages, ["waiting"], backlog);
  const months = { axis: "month", rows, seriesAxis: "word", partial: partialMonth(asked) } as const;
  return cubeOf("formalities", asked, [
    panel({
      ...months,
      id: "flow",
      kind: "lines",
      unit: "filings",
      series: ["received", "decided"],
      cells,
      n: ["received", "decided"].map((of, at) => ({ of, count: sumOf(cells, at) })),
    }),
    panel({
      ...months,
      id: "days",
      kind: "lines",
      unit: "days",
      series: ["median"],
      cells: table(rows, ["median"], medians, null),
      n: [{ of: "decided", count: medians.reduce((sum, { size }) => sum + size, 0) }],
    }),
    panel({
      id: "backlog",
      kind: "bars",
      unit: "filings",
      axis: "word",
      rows: [...ages],
      seriesAxis: "word",
      series: ["waiting"],
      cells: waiting,
      n: [{ of: "waiting", count: sumOf(waiting, 0) }],
    }),
  ]);
}

/** Organisations by the year of their last closed inspection; of each duty that was looked at, how often it was kept. */
export async function countMaturity(asked: Asked): Promise<Cube> {
  const own = sql`n.organisation_id = ${asked.office}::uuid and (${asked.withDemo} or not n.is_demo)`;
  const last = await asked.tx.execute<Counted>(sql`
    select to_char(l.at at time zone ${asked.zone}, 'YYYY') as row, 'organisations' as series, count(*)::int as n from (
      select n.constituent_id, max(n.closed_at) as at from inspections n where ${own} and n.state = 'closed' group by 1) l group by 1
    union all select 'never', 'organisations', count(distinct n.constituent_id)::int from inspections n
      where ${own} and not exists (select 1 from inspections d where d.constituent_id = n.constituent_id and d.organisation_id = n.organisation_id and d.state = 'closed') having count(*) > 0`);
  const kept = await asked.tx.execute<{ row: string; names: Panel["names"][string]; kept: number; size: number }>(sql`
    select t.obligation_id as row, (array_agg(t.title))[1] as names, count(*) filter (where t.result = 'compliant')::int as kept, count(*)::int as size
      from inspection_items t join inspections n on n.id = t.inspection_id
      where ${own} and n.state = 'closed' and t.obligation_id is not null and t.result in ('compliant', 'finding') and n.closed_at >= ${startOf(asked, firstDay(asked))}
      group by 1 order by count(*) desc, 1 limit 15`);
  const rows = last.map(({ row }) => row).toSorted();
  const cells = table(rows, ["organisations"], last);
  const duties = kept.map(({ row }) => row);
  return cubeOf("maturity", asked, [
    panel({
      id: "last",
      kind: "bars",
      unit: "organisations",
      axis: "word",
      rows,
      seriesAxis: "word",
      series: ["organisations"],
      cells,
      n: [{ of: "organisations", count: sumOf(cells, 0) }],
    }),
    panel({
      id: "duties",
      kind: "dots",
      unit: "share",
      axis: "name",
      rows: duties,
      seriesAxis: "word",
      series: ["kept"],
      cells: kept.map((one) => [Math.round((one.kept * 100) / one.size)]),
      n: [{ of: "looked_at", count: kept.reduce((sum, { size }) => sum + size, 0) }],
      names: Object.fromEntries(kept.map(({ row, names, size }) => [row, sized(names, size)])),
    }),
  ]);
}

/** Each share says of how many it is. */
function sized(names: Partial<Panel["names"][string]>, size: number): Panel["names"][string] {
  const any = names.fr ?? names.en ?? names.mn ?? "";
  // Kept together where the name breaks into lines.
  const end = ` (n\u00a0=\u00a0${size})`;
  return { fr: (names.fr ?? any) + end, en: (names.en ?? any) + end, mn: (names.mn ?? any) + end };
}
