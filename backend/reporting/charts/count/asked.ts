// What every count is asked with, and the parts of queries that several of them share.
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../../platform/db/index.ts";
import type { Cell, Cube, Panel } from "../model.ts";

export interface Asked {
  tx: Tx;
  /** The country's zone (IANA): its months and days are counted. */
  zone: string;
  country: string;
  /** The year that is told; the one before stands beside it. */
  year: number;
  /** The first day that is not counted any more. */
  until: string;
  countedAt: string;
  /** Only where the whole installation is a demonstration. */
  withDemo: boolean;
  /** The authority that looks; null elsewhere. */
  office: string | null;
  /** The figures by day are of this very moment (keep-figures.ts), and are read instead of what they were counted from. */
  hasFigures: boolean;
}

/** The instant at which a day begins in the country. */
export const startOf = ({ zone }: Asked, day: string): SQL => sql`(${day}::timestamp at time zone ${zone})`;
export const firstDay = ({ year }: Asked): string => `${year - 1}-01-01`;
/** "2026-03" of an instant, in the country. */
export const monthOf = ({ zone }: Asked, column: SQL): SQL => sql`to_char(${column} at time zone ${zone}, 'YYYY-MM')`;
export const within = (asked: Asked, column: SQL, from = firstDay(asked)): SQL =>
  sql`${column} >= ${startOf(asked, from)} and ${column} < ${startOf(asked, asked.until)}`;

/**
 * Reports that are counted: no exercise, no demonstration, nothing that a restricted case keeps apart, and no vulnerability that is being
 * coordinated: a number that grew would tell of it before its day, and it is no incident. `r` is the report.
 */
export const isCountedReport = ({ withDemo }: Asked): SQL => sql`not r.is_exercise and (${withDemo} or not r.is_demo)
  and not exists (select 1 from case_reports kept join cases c on c.id = kept.case_id where kept.report_id = r.id
    and (c.is_restricted or c.kind = 'vulnerability'))`;
export const isCountedCase = ({ withDemo }: Asked): SQL =>
  sql`not k.is_exercise and (${withDemo} or not k.is_demo) and not k.is_restricted and k.merged_into_id is null and k.kind = 'incident'`;

/**
 * Incidents: what was found to be something. Reports that stand in one case are one, merged cases are one, a report without a case is one by
 * itself; what was rejected, is a test, or turned out to be none is not counted. Dated by its first report, classed by its case, else by its report.
 */
export function incidents(asked: Asked): SQL {
  if (asked.hasFigures)
    return sql`(select d.day::timestamp at time zone ${asked.zone} as at, d.class, nullif(d.sector, '') as sector, nullif(d.entity, '') as constituent, d.n
      from chart_days d where d.kind = 'incident' and d.day >= ${firstDay(asked)}::date and d.day < ${asked.until}::date) i`;
  return sql`(select x.at, x.class, x.sector, x.constituent, 1 as n from ${incidentRows(asked, null)} x where ${within(asked, sql`x.at`)}) i`;
}

/** Each incident with its id, of all times. @param ids only those that these reports and cases are; null for all. */
export function incidentRows(asked: Asked, ids: readonly string[] | null): SQL {
  const given = sql`${sql.param(ids ?? [])}::uuid[]`;
  const [onlyReports, onlyCases, onlyWhole] =
    ids === null
      ? [sql`true`, sql`true`, sql`true`]
      : [
          sql`r.id in (select unnest(${given}) union select w.report_id from case_reports w where w.case_id = any (${given}))`,
          sql`k.id = any (${given})`,
          sql`c.id = any (${given})`,
        ];
  return sql`(select c.id, min(c.at) as at, min(c.class) as class, min(c.sector) as sector, min(c.constituent) as constituent from (
      select coalesce(k.id, r.id) as id, r.received_at as at, coalesce(k.rsit_class, r.rsit_class) as class, o.sector, o.constituent
      from reports r left join case_reports cr on cr.report_id = r.id left join cases k on k.id = cr.case_id
      left join (select distinct on (rc.report_id) rc.report_id, n.sector, n.id::text as constituent from report_constituents rc join constituents n on n.id = rc.constituent_id
        order by rc.report_id, n.reference) o on o.report_id = r.id
      where ${isCountedReport(asked)} and r.status <> 'rejected' and (k.id is null or (not k.is_exercise and ${isReal})) and ${onlyReports}
      union all
      select k.id, k.opened_at, k.rsit_class, null, null from cases k where ${isCountedCase(asked)} and ${isReal} and ${onlyCases}
        and not exists (select 1 from case_reports cr where cr.case_id = k.id)
    ) c where ${onlyWhole} group by c.id having coalesce(min(c.class), 'test') <> 'test')`;
}
const isReal = sql`coalesce(k.close_outcome, 'resolved') not in ('false_positive', 'not_an_incident', 'duplicate')`;

/** Reports that came in, by day or one by one: `at` and how many. */
export function receivedReports(asked: Asked): SQL {
  if (asked.hasFigures)
    return sql`(select d.day::timestamp at time zone ${asked.zone} as at, d.n from chart_days d
      where d.kind = 'report' and d.day >= ${firstDay(asked)}::date and d.day < ${asked.until}::date) r`;
  return sql`(select r.received_at as at, 1 as n from reports r where ${isCountedReport(asked)} and ${within(asked, sql`r.received_at`)}) r`;
}

/** Months from the first of the year before until the last that has begun. */
export function monthsOf(asked: Asked): string[] {
  const months: string[] = [];
  for (
    let at = new Date(`${firstDay(asked)}T00:00:00Z`);
    at.toISOString().slice(0, 10) < asked.until;
    at.setUTCMonth(at.getUTCMonth() + 1)
  )
    months.push(at.toISOString().slice(0, 7));
  return months;
}

/** The last row, where it is not over yet: its month goes on after the last day that is counted. */
export function partialMonth(asked: Asked): Panel["partial"] {
  const isWhole = asked.until.endsWith("-01");
  return isWhole ? null : { row: asked.until.slice(0, 7), until: dayBefore(asked.until) };
}

export function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}

export interface Counted extends Record<string, unknown> {
  row: string;
  series: string;
  n: number;
}

/** A table of cells from counted groups; what was not found is `empty`. */
export function table(
  rows: readonly string[],
  series: readonly string[],
  counted: readonly Counted[],
  empty: Cell = 0,
): Cell[][] {
  const byKey = new Map(counted.map(({ row, series: one, n }) => [`${row}\n${one}`, n]));
  return rows.map((row) => series.map((one) => byKey.get(`${row}\n${one}`) ?? empty));
}

/** Adds up the cells of one series; `which` picks rows. */
export const sumOf = (
  cells: readonly (readonly Cell[])[],
  at: number,
  which: (row: number) => boolean = () => true,
): number => cells.reduce((sum, row, index) => sum + (which(index) && typeof row[at] === "number" ? row[at] : 0), 0);

/** A panel with what most panels do not have left out. */
export function panel(
  given: Omit<Panel, "partial" | "changes" | "names" | "places" | "map" | "isLog" | "facts"> & Partial<Panel>,
): Panel {
  return { partial: null, changes: [], names: {}, places: {}, map: null, isLog: false, facts: [], ...given };
}

export const cubeOf = (chart: Cube["chart"], { countedAt, zone }: Asked, panels: Panel[]): Cube => ({
  chart,
  countedAt,
  zone,
  panels,
});
