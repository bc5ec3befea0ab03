// Who holds the weekly phenomena against the months' reports learns no small number: a month has no fewer reports than its weeks have phenomena.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cell, Cube } from "../model.ts";
import { proposedThresholds } from "../thresholds.ts";
import { maskCubes } from "./mask-cubes.ts";

const blank = {
  unit: "reports",
  partial: null,
  changes: [],
  names: {},
  places: {},
  map: null,
  isLog: false,
  facts: [],
} as const;
/** Whole weeks of June 2026; the month has one day more, so that nothing else is known of it. */
const weeks = ["2026-06-01", "2026-06-08"];

/** One month of `reports`, whose total is told with those of a quieter and a busier one, and the phenomena of its weeks. */
function cubesOf(reports: number, phenomena: readonly (readonly number[])[]): Cube[] {
  const common = { ...blank, changes: [], facts: [], countedAt: "2026-11-22T08:00:00Z" };
  const types = (phenomena[0] ?? []).map((_one, at) => `type-${at}`);
  const months = [40, reports, 60];
  return [
    {
      chart: "volume",
      countedAt: common.countedAt,
      panels: [
        {
          ...common,
          id: "months",
          kind: "lines",
          axis: "month",
          rows: ["2026-05", "2026-06", "2026-07"],
          seriesAxis: "word",
          series: ["reports"],
          cells: months.map((count) => [count]),
          n: [{ of: "reports:2026", count: 100 + reports }],
        },
      ],
    },
    {
      chart: "phenomena",
      countedAt: common.countedAt,
      panels: [
        {
          ...common,
          id: "weeks",
          kind: "multiples",
          axis: "week",
          rows: weeks,
          seriesAxis: "type",
          series: types,
          cells: phenomena.map((row) => [...row]),
          n: types.map((of, at) => ({ of, count: phenomena.reduce((so, row) => so + (row[at] ?? 0), 0) })),
        },
      ],
    },
  ];
}

/** What a reader knows of a cell by itself; what is hidden is at least five. */
function rangeOf(told: Cell | undefined, value: number): [number, number] {
  if (typeof told === "number") return [told, told];
  return told === "hidden" ? [5, value + 8] : [1, 4];
}

/** The values that each phenomenon of each week may have, for who tries all that fit the sums of the phenomena and the month. */
function fitting(cubes: readonly Cube[], reports: number, phenomena: readonly (readonly number[])[]): Set<number>[] {
  const [volume, shown] = cubes.map(({ panels }) => panels[0]);
  const [, most] = rangeOf(volume?.cells[1]?.[0], reports);
  const types = phenomena[0]?.length ?? 0;
  const values = phenomena.flat();
  const ranges = values.map((value, at) => rangeOf(shown?.cells[Math.floor(at / types)]?.[at % types], value));
  const sums = values
    .slice(0, types)
    .map((value, at) => rangeOf(shown?.n[at]?.count, value + (values[types + at] ?? 0)));
  const leastAfter = ranges.map((_range, at) => ranges.slice(at + 1).reduce((so, [low]) => so + low, 0));
  const found = values.map(() => new Set<number>());
  const walk = (tried: readonly number[], so: number): void => {
    const at = tried.length;
    if (at === values.length) {
      for (const [one, value] of tried.entries()) found[one]?.add(value);
      return;
    }
    const [low, high] = ranges[at] ?? [0, 0];
    for (let value = low; value <= high && so + value + (leastAfter[at] ?? 0) <= most; value++) {
      const [from, to] = sums[at % types] ?? [0, 0];
      const sum = (tried[at - types] ?? 0) + value;
      if (at < types || (sum >= from && sum <= to)) walk([...tried, value], so + value);
    }
  };
  walk([], 0);
  return found;
}

const few = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 5, max: 6 }));
test("a month of few reports does not tell that each of its phenomena was one", () => {
  let judged = 0;
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 3 })
        .chain((types) =>
          fc.array(fc.array(few, { minLength: types, maxLength: types }), { minLength: 2, maxLength: 2 }),
        ),
      fc.nat({ max: 3 }),
      (phenomena, beside) => {
        const reports = phenomena.flat().reduce((so, one) => so + one, beside);
        const { cubes } = maskCubes(cubesOf(reports, phenomena), 2026, proposedThresholds);
        const shown = cubes[1]?.panels[0];
        // What is left out is not named, so that nobody knows what a month has beside.
        const kept = phenomena.map((row) => row.filter((_one, at) => shown?.series.includes(`type-${at}`)));
        for (const [at, values] of fitting(cubes, reports, kept).entries()) {
          const types = shown?.series.length ?? 1;
          if (typeof shown?.cells[Math.floor(at / types)]?.[at % types] === "number") continue;
          judged++;
          expect(values.size, `phenomenon ${at} is one of ${[...values].join(", ")}`).toBeGreaterThanOrEqual(4);
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(judged).toBeGreaterThan(20);
});

test("of a month of six reports, four phenomena that were once, once, once and three times are not all told: else each were three at most", () => {
  const { cubes } = maskCubes(
    cubesOf(6, [
      [1, 1, 1, 3],
      [0, 0, 0, 0],
    ]),
    2026,
    proposedThresholds,
  );
  // The months' figures stay; the rarest phenomenon is left out, not even named.
  expect(cubes[0]?.panels[0]?.cells).toEqual([[40], [6], [60]]);
  expect(cubes[1]?.panels[0]?.cells).toEqual([
    ["few:5", "few:5", "few:5"],
    [0, 0, 0],
  ]);
});

test("weeks that have more than their month were counted at another moment, and are refused", () => {
  expect(() => maskCubes(cubesOf(6, [[4], [4]]), 2026, proposedThresholds)).toThrow(/counted again/);
});
