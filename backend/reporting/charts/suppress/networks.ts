// Which numbers of the cubes hang together by sums, as networks: reports, incidents and cases of each year, and each phenomenon. Pure.
import type { Cell, ChartId, Cube, Panel } from "../model.ts";
import type { Thresholds } from "../thresholds.ts";
import type { Count, Earlier } from "./protect.ts";

/** What earlier releases told, by the keys of the counts. */
export type Told = ReadonlyMap<string, Earlier>;

/** A number of the network and the places where it stands in the cubes. */
export interface Place {
  count: Count;
  put: (cell: Cell) => void;
}

interface Slot {
  read: () => Cell | undefined;
  put: (cell: Cell) => void;
}

const measures = ["reports", "incidents", "cases"] as const;

export interface Networks {
  /** Each is judged by itself. */
  years: Place[][];
  /** Those of the years that reports make; phenomena lie in their months. */
  reports: Place[][];
  /** Of each phenomenon. */
  phenomena: Place[][];
}

/** Networks over `cubes`, whose places write into them. */
export function networksOf(cubes: readonly Cube[], year: number, thresholds: Thresholds, before: Told): Networks {
  const years = [year - 1, year].map(String);
  const [reports = [], ...others] = measures.map((measure) =>
    years.map((of) => yearNetwork({ cubes, thresholds, before, measure, of, isThisYear: of === String(year) })),
  );
  return {
    years: [...reports, ...others.flat()],
    reports,
    phenomena: phenomenonPlaces(cubes, thresholds, before),
  };
}

const panelOf = (cubes: readonly Cube[], chart: ChartId, id: string): Panel | undefined =>
  cubes.find((cube) => cube.chart === chart)?.panels.find((one) => one.id === id);

const leastOf = ({ sensitive, least, leastSensitive }: Thresholds, ...keys: readonly string[]): number =>
  keys.some((key) => sensitive.includes(key)) ? leastSensitive : least;

/** Months → the year's total → its groups: classes (and under them sectors), or areas. What comes in at "all" goes out there. */
function yearNetwork(of: {
  cubes: readonly Cube[];
  thresholds: Thresholds;
  before: Told;
  measure: (typeof measures)[number];
  of: string;
  isThisYear: boolean;
}): Place[] {
  const { cubes, thresholds, before, measure, isThisYear } = of;
  const places: Place[] = [];
  const add = (key: string, from: string, to: string, slots: readonly Slot[], least: number, isTotal = false): void => {
    const value = slots.map(({ read }) => read()).find((cell) => typeof cell === "number");
    if (value === undefined) return;
    const put = (cell: Cell): void => {
      for (const one of slots) one.put(cell);
    };
    const node = (name: string): string => (name === "all" ? name : `${name} ${of.of}`);
    places.push({
      count: { key, from: node(from), to: node(to), value, least, isTotal, before: before.get(key) },
      put,
    });
  };
  const volume = panelOf(cubes, "volume", "months");
  const classes = measure === "incidents" ? panelOf(cubes, "classes", "years") : undefined;
  const sectors = measure === "incidents" && isThisYear ? panelOf(cubes, "sectors", "year") : undefined;
  const areas = measure === "reports" && isThisYear ? panelOf(cubes, "areas", "counts") : undefined;
  const column = volume?.series.indexOf(measure) ?? -1;
  for (const [row, month] of volume?.rows.entries() ?? [])
    if (column >= 0 && month.startsWith(of.of))
      add(`volume/${measure}/${month}`, "all", "months", [slot(volume?.cells[row], column)], thresholds.least);
  const rates = areas ? panelOf(cubes, "areas", "rates") : undefined;
  const totals = [volume, classes, sectors, areas, rates].flatMap((panel) => nSlots(panel, `${measure}:${of.of}`));
  const hasGroups = classes !== undefined || (areas?.rows.length ?? 0) > 0;
  add(`total/${measure}/${of.of}`, "months", hasGroups ? "groups" : "all", totals, thresholds.least, true);
  const hasSectors = (sectors?.rows.length ?? 0) > 0;
  const year = classes?.series.indexOf(of.of) ?? -1;
  for (const [row, name] of classes?.rows.entries() ?? []) {
    const to = hasSectors ? `class ${name}` : "all";
    add(
      `classes/${of.of}/${name}`,
      "groups",
      to,
      [slot(classes?.cells[row], year)],
      leastOf(thresholds, name),
      hasSectors,
    );
  }
  for (const [row, sector] of sectors?.rows.entries() ?? [])
    for (const [one, name] of sectors?.series.entries() ?? []) {
      const key = `sectors/${of.of}/${sector}/${name}`;
      add(key, `class ${name}`, "all", [slot(sectors?.cells[row], one)], leastOf(thresholds, name, sector));
    }
  for (const [row, area] of areas?.rows.entries() ?? [])
    add(`areas/${of.of}/${area}`, "groups", "all", [slot(areas?.cells[row], 0)], thresholds.least);
  return places;
}

/** Each phenomenon has its weeks and their sum. */
function phenomenonPlaces(cubes: readonly Cube[], thresholds: Thresholds, before: Told): Place[][] {
  const panel = panelOf(cubes, "phenomena", "weeks");
  if (!panel) return [];
  return panel.series.map((type, one) => {
    const least = leastOf(thresholds, type);
    const make = (key: string, from: string, to: string, { read, put }: Slot, isTotal: boolean): Place[] => {
      const value = read();
      return typeof value === "number"
        ? [{ count: { key, from, to, value, least, isTotal, before: before.get(key) }, put }]
        : [];
    };
    return [
      ...panel.rows.flatMap((week, row) =>
        make(`phenomena/${type}/${week}`, `type ${type}`, `week ${week}`, slot(panel.cells[row], one), false),
      ),
      ...nSlots(panel, type).flatMap((total) =>
        make(
          `phenomena/${type}/${panel.rows[0] ?? ""}..${panel.rows.at(-1) ?? ""}`,
          "all",
          `type ${type}`,
          total,
          true,
        ),
      ),
    ];
  });
}

function slot(cells: Cell[] | undefined, at: number): Slot {
  return {
    read: () => cells?.[at],
    put: (cell) => {
      if (cells) cells[at] = cell;
    },
  };
}

function nSlots(panel: Panel | undefined, of: string): Slot[] {
  const found = panel?.n.find((one) => one.of === of);
  if (!found) return [];
  return [
    {
      read: () => found.count,
      put: (cell) => {
        found.count = cell;
      },
    },
  ];
}
