// Charts 3, 4 and 11: sectors by class, phenomena by week, areas by their people. With who stands behind each row, since a row of one entity tells of it.
import { sql } from "drizzle-orm";
import { sectors } from "../../../registry/sectors/model.ts";
import type { Shape } from "../../../registry/areas/model.ts";
import type { Cell, Cube, Panel } from "../model.ts";
import type { GroupRow } from "../suppress/merge-small.ts";
import {
  type Asked,
  type Counted,
  cubeOf,
  incidents,
  isCountedReport,
  panel,
  startOf,
  sumOf,
  table,
  within,
} from "./asked.ts";
import { mapOf } from "./map-shapes.ts";
import { classKeys } from "./count-volume.ts";

export interface GroupedCube {
  cube: Cube;
  groups: GroupRow[];
}

/** Incidents of the year by the sector of the constituent that they concern first, and by class. */
export async function countSectors(asked: Asked): Promise<GroupedCube> {
  const found = await asked.tx.execute<Counted & { entity: string | null }>(sql`
    select coalesce(i.sector, 'nobody') as row, i.class as series, i.constituent as entity, sum(i.n)::int as n
      from ${incidents(asked)} where i.at >= ${startOf(asked, `${asked.year}-01-01`)} group by 1, 2, 3`);
  const rows = [...sectors, "nobody"];
  const cells = table(rows, classKeys, addUp(found));
  const n = classKeys.reduce((sum, _key, at) => sum + sumOf(cells, at), 0);
  return {
    cube: cubeOf("sectors", asked, [
      panel({
        id: "year",
        kind: "heat",
        unit: "incidents",
        axis: "sector",
        rows,
        seriesAxis: "class",
        series: [...classKeys],
        cells,
        n: [{ of: `incidents:${asked.year}`, count: n }],
      }),
    ]),
    groups: groupsOf(rows, found),
  };
}

/** Reports of whole ISO weeks by their type: the eight most frequent of the last 52 weeks, and the week that runs. */
export async function countPhenomena(asked: Asked, withRunningWeek: boolean): Promise<Cube> {
  const weeks = weeksBefore(asked.until, withRunningWeek);
  const first = weeks[0] ?? asked.until;
  const end = withRunningWeek ? asked.until : addDays(weeks.at(-1) ?? asked.until, 7);
  const counted = await asked.tx.execute<Counted>(sql`
    select to_char(date_trunc('week', r.received_at at time zone ${asked.zone}), 'YYYY-MM-DD') as row, r.rsit_type as series, count(*)::int as n from reports r
      where ${isCountedReport(asked)} and r.status <> 'rejected' and r.rsit_type is not null and r.rsit_type not in ('test', 'undetermined')
        and r.received_at >= ${startOf(asked, first)} and r.received_at < ${startOf(asked, end)} group by 1, 2`);
  const totals = new Map<string, number>();
  for (const { series, n } of counted) totals.set(series, (totals.get(series) ?? 0) + n);
  const series = [...totals]
    .toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, 8)
    .map(([key]) => key);
  const cells = table(weeks, series, counted);
  return cubeOf("phenomena", asked, [
    panel({
      id: "weeks",
      kind: "multiples",
      unit: "reports",
      axis: "week",
      rows: weeks,
      seriesAxis: "type",
      series,
      cells,
      n: series.map((one, at) => ({ of: one, count: sumOf(cells, at) })),
      partial: withRunningWeek ? { row: weeks.at(-1) ?? "", until: addDays(asked.until, -1) } : null,
    }),
  ]);
}

interface AreaRow extends Record<string, unknown> {
  id: string;
  names: Panel["names"][string];
  population: number | null;
  tile: { column: number; row: number } | null;
  shape: Shape | null;
}

/** Reports of the year by the regions in which they are handled, and for 100,000 people. Where somebody reports from is not where an attacker is. */
export async function countAreas(asked: Asked): Promise<GroupedCube> {
  const areas = await asked.tx.execute<AreaRow>(sql`
    select a.id, a.names, a.population::float8 as population, a.tile, a.shape from areas a join areas c on c.id = a.parent_id
      where c.level = 'country' and a.ended_at is null order by a.names ->> 'fr', a.id`);
  const found = await asked.tx.execute<Counted & { entity: string | null }>(sql`
    with recursive up as (
      select a.id, a.id as region from areas a join areas c on c.id = a.parent_id where c.level = 'country'
      union select a.id, u.region from areas a join up u on a.parent_id = u.id)
    select case when h.ended_at is null and h.id is not null then h.id else 'elsewhere' end as row, 'reports' as series,
        coalesce(r.filed_by_organisation_id::text, (select min(rc.constituent_id::text) from report_constituents rc where rc.report_id = r.id and r.flow <> 'citizen')) as entity, count(*)::int as n
      from reports r left join up u on u.id = r.area_id left join areas h on h.id = u.region
      where ${isCountedReport(asked)} and ${within(asked, sql`r.received_at`, `${asked.year}-01-01`)} group by 1, 2, 3`);
  const rows = [...areas.map(({ id }) => id), "elsewhere"];
  const cells = table(rows, ["reports"], addUp(found));
  const names = Object.fromEntries(areas.map(({ id, names: name }) => [id, nameOf(name, id)]));
  const population = new Map(areas.map((area) => [area.id, area.population]));
  const n = [{ of: `reports:${asked.year}`, count: sumOf(cells, 0) }];
  const common = { axis: "area", seriesAxis: "word", series: ["reports"], n, names } as const;
  const rates = rateCells(rows, cells, (row) => population.get(row) ?? null);
  const map = mapOf(areas);
  const placed = rows.filter((row) => row !== "elsewhere");
  return {
    cube: cubeOf("areas", asked, [
      panel({
        ...common,
        n,
        id: "rates",
        kind: map ? "map" : "tiles",
        map,
        unit: "rate",
        rows: placed,
        series: ["rate"],
        cells: rates.slice(0, placed.length),
        places: placesOf(areas),
      }),
      panel({ ...common, n, id: "counts", kind: "bars", unit: "reports", rows, series: ["reports"], cells }),
    ]),
    groups: groupsOf(rows, found),
  };
}

function nameOf(names: Partial<Panel["names"][string]>, id: string): Panel["names"][string] {
  const any = names.fr ?? names.en ?? names.mn ?? id;
  return { fr: names.fr ?? any, en: names.en ?? any, mn: names.mn ?? any };
}

/** Reports for 100,000 people, with one decimal; what is masked stays masked, and where the people were not counted there is nothing. */
export function rateCells(
  rows: readonly string[],
  cells: readonly (readonly Cell[])[],
  people: (row: string) => number | null,
): Cell[][] {
  return rows.map((row, at) => {
    const cell = cells[at]?.[0] ?? null;
    const count = people(row);
    if (typeof cell === "string") return [cell];
    return [cell === null || count === null || count <= 0 ? null : Math.round((cell * 1_000_000) / count) / 10];
  });
}

const placesOf = (areas: readonly AreaRow[]): Panel["places"] =>
  Object.fromEntries(areas.flatMap(({ id, tile }) => (tile ? [[id, { column: tile.column, row: tile.row }]] : [])));

function addUp(found: readonly Counted[]): Counted[] {
  const sums = new Map<string, Counted>();
  for (const { row, series, n } of found) {
    const key = `${row}\n${series}`;
    sums.set(key, { row, series, n: (sums.get(key)?.n ?? 0) + n });
  }
  return [...sums.values()];
}

function groupsOf(rows: readonly string[], found: readonly (Counted & { entity: string | null })[]): GroupRow[] {
  return rows.map((key) => {
    const entities = new Map<string, number>();
    let [count, persons] = [0, 0];
    for (const { row, entity, n } of found) {
      if (row !== key) continue;
      count += n;
      if (entity === null) persons += n;
      else entities.set(entity, (entities.get(entity) ?? 0) + n);
    }
    return { key, count, entities, persons };
  });
}

/** The Mondays of the 52 whole weeks before a day, and of the week that runs. */
export function weeksBefore(until: string, withRunningWeek: boolean): string[] {
  const back = (new Date(`${until}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(until, -back);
  const weeks = Array.from({ length: 52 }, (_one, at) => addDays(monday, (at - 52) * 7));
  return withRunningWeek && back > 0 ? [...weeks.slice(1), monday] : weeks;
}

export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
