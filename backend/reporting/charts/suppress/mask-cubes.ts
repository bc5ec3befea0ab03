// Takes small numbers out of cubes that are told together, once: every sum that they share is a road by which one could be worked out of another, so all are judged as one network. Pure.
import type { Cell, Cube, Panel } from "../model.ts";
import type { Thresholds } from "../thresholds.ts";
import { isDominated, type GroupRow, mergedKey, rowsToMerge } from "./merge-small.ts";
import { joinWeeks } from "./join-weeks.ts";
import { networksOf, type Place, type Told } from "./networks.ts";
import { type Count, type Mark, protect } from "./protect.ts";

/** Merges rows that one entity stands behind, in a panel of groups by row. */
export function mergePanel(panel: Panel, groups: readonly GroupRow[], thresholds: Thresholds): Panel {
  const merged = rowsToMerge(groups, thresholds);
  if (merged.size === 0) return panel;
  // One entity stands behind everything: no row can be told, and the total stands elsewhere.
  if (
    isDominated(
      groups.filter(({ key }) => merged.has(key)),
      thresholds,
    )
  )
    return { ...panel, rows: [], cells: [], n: [] };
  const total = panel.series.map((_one, at) =>
    panel.rows.reduce((sum, row, index) => {
      const cell = merged.has(row) ? panel.cells[index]?.[at] : 0;
      return sum + (typeof cell === "number" ? cell : 0);
    }, 0),
  );
  return {
    ...panel,
    rows: [...panel.rows.filter((row) => !merged.has(row)), mergedKey],
    cells: [...panel.cells.filter((_cells, at) => !merged.has(panel.rows[at] ?? "")), total],
  };
}

/**
 * The cubes as they may be told, and what of them is masked.
 * @param before what earlier releases told: what was masked stays masked.
 * @throws where sums that are one thing differ: then they were not counted at one moment.
 */
export function maskCubes(
  given: readonly Cube[],
  year: number,
  thresholds: Thresholds,
  before: Told = new Map(),
): { cubes: Cube[]; told: Map<string, number | "masked"> } {
  const cubes = structuredClone(given) as Cube[];
  const told = new Map<string, number | "masked">();
  const settled = new Map<string, Mark | undefined>();
  const tell = (places: readonly Place[], marks: ReadonlyMap<string, Mark> | undefined): void => {
    for (const { count, put } of places) {
      const mark = marks ? marks.get(count.key) : "hidden";
      told.set(count.key, mark === undefined ? count.value : "masked");
      settled.set(count.key, mark);
      if (mark !== undefined) put(mark);
    }
  };
  const judge = (places: readonly Place[]): ReadonlyMap<string, Mark> | undefined => {
    const counts = places.map(({ count }) => count);
    requireBalance(counts);
    return protect(counts, thresholds.leastValues, settled);
  };
  const { years, reports, phenomena } = networksOf(cubes, year, thresholds, before);
  const bounding: Place[] = [];
  for (const places of years) {
    const marks = judge(places);
    tell(places, marks);
    // Of a year that is not told at all nothing is known that would bound its weeks.
    if (marks && reports.includes(places)) bounding.push(...places);
  }
  // The rarest phenomenon is left out first where not all can be told beside the months.
  const leftOut = new Set<string>();
  const left = phenomena.toSorted((a, b) => sumOf(b) - sumOf(a));
  while (left.length > 0) {
    const marks = judge(joinWeeks(bounding, left.flat()));
    const judged = marks ? left.splice(0).flat() : (left.pop() ?? []);
    tell(judged, marks);
    if (!marks) for (const { count } of judged) leftOut.add(count.key.split("/")[1] ?? "");
  }
  return { cubes: cubes.map((cube) => followCounts(leaveOut(cube, leftOut))), told };
}

const sumOf = (places: readonly Place[]): number => places.reduce((so, { count }) => so + count.value, 0);

/** Without the phenomena that cannot be told, not even by name: what a month has beside the others would be known to be theirs. */
function leaveOut(cube: Cube, types: ReadonlySet<string>): Cube {
  if (cube.chart !== "phenomena" || types.size === 0) return cube;
  return {
    ...cube,
    panels: cube.panels.map((panel) => ({
      ...panel,
      series: panel.series.filter((type) => !types.has(type)),
      cells: panel.cells.map((cells) => cells.filter((_cell, at) => !types.has(panel.series[at] ?? ""))),
      n: panel.n.filter(({ of }) => !types.has(of)),
    })),
  };
}

/** A rate tells its count: where that is masked or merged, so is the rate. */
function followCounts(cube: Cube): Cube {
  const counts = cube.chart === "areas" ? cube.panels.find(({ id }) => id === "counts") : undefined;
  if (!counts) return cube;
  const rate = (row: string, cell: Cell): Cell => {
    const at = counts.rows.indexOf(row);
    return at >= 0 && typeof counts.cells[at]?.[0] === "number" ? cell : "hidden";
  };
  return {
    ...cube,
    panels: cube.panels.map((panel) =>
      panel.id === "rates"
        ? { ...panel, cells: panel.cells.map((cells, at) => cells.map((cell) => rate(panel.rows[at] ?? "", cell))) }
        : panel,
    ),
  };
}

function requireBalance(counts: readonly Count[]): void {
  const balance = new Map<string, number>();
  for (const { from, to, value } of counts) {
    balance.set(from, (balance.get(from) ?? 0) - value);
    balance.set(to, (balance.get(to) ?? 0) + value);
  }
  for (const [node, left] of balance)
    if (left !== 0) throw new Error(`the counts around "${node}" differ by ${left}: they are counted again`);
}
