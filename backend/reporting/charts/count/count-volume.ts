// Charts 1 and 2: reports, incidents and cases by month, never added together; incidents by class, this year beside the year before.
import { sql } from "drizzle-orm";
import { rsitClasses } from "../../../triage/rsit/model.ts";
import type { Cube } from "../model.ts";
import {
  type Asked,
  type Counted,
  cubeOf,
  dayBefore,
  incidents,
  isCountedCase,
  monthOf,
  monthsOf,
  panel,
  partialMonth,
  receivedReports,
  sumOf,
  table,
  within,
} from "./asked.ts";
import { lawChanges } from "./law-changes.ts";

export const classKeys: readonly string[] = rsitClasses.filter((name) => name !== "test");

export async function countVolume(asked: Asked): Promise<Cube> {
  const counted = await asked.tx.execute<Counted>(sql`
    select ${monthOf(asked, sql`r.at`)} as row, 'reports' as series, sum(r.n)::int as n from ${receivedReports(asked)} group by 1
    union all select ${monthOf(asked, sql`i.at`)}, 'incidents', sum(i.n)::int from ${incidents(asked)} group by 1
    union all select ${monthOf(asked, sql`k.opened_at`)}, 'cases', count(*)::int from cases k
      where ${isCountedCase(asked)} and ${within(asked, sql`k.opened_at`)} group by 1`);
  const rows = monthsOf(asked);
  const series = ["reports", "incidents", "cases"];
  const cells = table(rows, series, counted);
  const years = [asked.year - 1, asked.year].map(String);
  return cubeOf("volume", asked, [
    panel({
      id: "months",
      kind: "lines",
      unit: "steps",
      axis: "month",
      rows,
      seriesAxis: "word",
      series,
      cells,
      n: series.flatMap((one, at) =>
        years.map((year) => ({
          of: `${one}:${year}`,
          count: sumOf(cells, at, (row) => rows[row]?.startsWith(year) === true),
        })),
      ),
      partial: partialMonth(asked),
      changes: lawChanges(asked.country, rows),
    }),
  ]);
}

export async function countClasses(asked: Asked): Promise<Cube> {
  const counted = await asked.tx.execute<Counted>(sql`
    select i.class as row, to_char(i.at at time zone ${asked.zone}, 'YYYY') as series, sum(i.n)::int as n from ${incidents(asked)} group by 1, 2`);
  const series = [asked.year, asked.year - 1].map(String);
  const cells = table(classKeys, series, counted);
  const isYearOpen = asked.until < `${asked.year + 1}-01-01`;
  return cubeOf("classes", asked, [
    panel({
      id: "years",
      kind: "bars",
      unit: "incidents",
      axis: "class",
      rows: [...classKeys],
      seriesAxis: "word",
      series,
      cells,
      n: series.map((year, at) => ({ of: `incidents:${year}`, count: sumOf(cells, at) })),
      // Of a series here: the year that is not over.
      partial: isYearOpen ? { row: String(asked.year), until: dayBefore(asked.until) } : null,
    }),
  ]);
}
