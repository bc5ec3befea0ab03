// Charts 6 and 8: how long things take, the middle and the slow tenth, by month; and what became of notifications to many.
import { sql, type SQL } from "drizzle-orm";
import { lawOfCountry } from "../../../compliance/index.ts";
import type { Cube, Panel } from "../model.ts";
import {
  type Asked,
  type Counted,
  cubeOf,
  isCountedCase,
  isCountedReport,
  monthOf,
  monthsOf,
  panel,
  partialMonth,
  table,
  within,
} from "./asked.ts";

/** Hours from A to B by the month of A: median and ninetieth percentile, with how many. */
async function countHours(asked: Asked, id: string, spans: SQL): Promise<Panel> {
  const found = await asked.tx.execute<{ row: string; median: number; slow: number; n: number }>(sql`
    select ${monthOf(asked, sql`s.started`)} as row, round((percentile_cont(0.5) within group (order by s.hours))::numeric, 1)::float8 as median,
      round((percentile_cont(0.9) within group (order by s.hours))::numeric, 1)::float8 as slow, count(*)::int as n
    from (select x.started, extract(epoch from x.ended - x.started) / 3600 as hours from (${spans}) x where x.ended >= x.started) s group by 1`);
  const rows = monthsOf(asked);
  const counted: Counted[] = found.flatMap(({ row, median, slow }) => [
    { row, series: "median", n: median },
    { row, series: "p90", n: slow },
  ]);
  return panel({
    id,
    kind: "lines",
    unit: "hours",
    axis: "month",
    rows,
    seriesAxis: "word",
    series: ["median", "p90"],
    cells: table(rows, ["median", "p90"], counted, null),
    n: [{ of: id === "acknowledge" ? "reports" : "cases", count: found.reduce((sum, { n }) => sum + n, 0) }],
    partial: partialMonth(asked),
  });
}

export async function countTimes(asked: Asked): Promise<Cube> {
  const received = sql`${isCountedReport(asked)} and ${within(asked, sql`r.received_at`)}`;
  const opened = sql`${isCountedCase(asked)} and ${within(asked, sql`k.opened_at`)}`;
  return cubeOf("times", asked, [
    // A person's first act: an answer, an assessment by hand, or that it joined a case. The machine's own acknowledgement is none.
    await countHours(
      asked,
      "acknowledge",
      sql`select r.received_at as started, least(m.at, a.at, j.at) as ended from reports r
          left join (select m.report_id, min(m.at) as at from messages m where m.direction = 'to_reporter' and m.author_id is not null group by 1) m on m.report_id = r.id
          left join (select a.report_id, min(a.at) as at from assessments a where a.kind = 'changed' group by 1) a on a.report_id = r.id
          left join (select c.report_id, min(c.joined_at) as at from case_reports c group by 1) j on j.report_id = r.id
          where ${received} and (m.at is not null or a.at is not null or j.at is not null)`,
    ),
    await countHours(
      asked,
      "contain",
      sql`select k.opened_at as started, (select min(e.happened_at) from case_events e where e.case_id = k.id and e.category = 'containment' and e.removed_at is null) as ended from cases k where ${opened}`,
    ),
    await countHours(
      asked,
      "close",
      sql`select k.opened_at as started, k.closed_at as ended from cases k where ${opened}`,
    ),
  ]);
}

const steps = ["sent", "answered", "fixed"] as const;

/** Constituents that a notification was sent to, by their first class; a mail does not tell us that it was read, and no step says so. */
export async function countNotified(asked: Asked): Promise<Cube> {
  const found = await asked.tx.execute<Counted>(sql`
    select coalesce(c.classes[1], 'none') as row, s.step as series, count(*)::int as n from notification_targets t
      join notification_runs u on u.id = t.run_id and not u.is_exercise join constituents c on c.id = t.constituent_id and (${asked.withDemo} or not c.is_demo)
      cross join lateral (values ('sent', t.asked_at is not null), ('answered', t.first_answered_at is not null), ('fixed', t.state = 'fixed')) s(step, is_reached)
      where s.is_reached and ${within(asked, sql`t.asked_at`)} group by 1, 2`);
  const rows = [...new Set(found.map(({ row }) => row))].toSorted();
  const cells = table(rows, steps, found);
  const n = cells.reduce((sum, [sent]) => sum + (typeof sent === "number" ? sent : 0), 0);
  return cubeOf("notified", asked, [
    panel({
      id: "steps",
      kind: "bars",
      unit: "organisations",
      axis: "name",
      names: Object.fromEntries(rows.flatMap((row) => namesOf(asked.country, row))),
      rows,
      seriesAxis: "word",
      series: [...steps],
      cells,
      n: [{ of: "sent", count: n }],
    }),
  ]);
}

/** A class as the packs of law name it; one that they do not know keeps its id. */
function namesOf(country: string, id: string): [string, Panel["names"][string]][] {
  const names = lawOfCountry(country).classes.get(id)?.names;
  if (!names) return [];
  const any = names["fr"] ?? names["en"] ?? id;
  return [[id, { fr: names["fr"] ?? any, en: names["en"] ?? any, mn: names["mn"] ?? any }]];
}
