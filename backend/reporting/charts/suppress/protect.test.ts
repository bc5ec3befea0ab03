// A reader who solves all that is published cannot pin a masked number within one up and one down: judged by trying every filling, not by the code that chose the masks.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cube, Panel } from "../model.ts";
import { proposedThresholds } from "../thresholds.ts";
import { maskCubes, mergePanel } from "./mask-cubes.ts";
import { isDominated, type GroupRow } from "./merge-small.ts";
import { type Count, type Mark, protect } from "./protect.ts";

/** How far above the truth the attacker looks where only a least value is known: seeing less finds fewer values, so the test is the stricter for it. */
const above = 4;

/** Values that a masked number can have, at most four (undefined where trying takes too long), by search over the fillings that keep every sum; no flow, no graph. */
function possible(counts: readonly Count[], marks: ReadonlyMap<string, Mark>, key: string): number[] | undefined {
  const range = (count: Count): [number, number] =>
    marks.get(count.key) === "hidden" ? [count.least, count.value + above] : [1, count.least - 1];
  const order = counts
    .filter((count) => marks.has(count.key))
    .toSorted((a, b) => Number(b.key === key) - Number(a.key === key));
  const balance = new Map<string, number>();
  const move = ({ from, to }: Count, value: number): void => {
    balance.set(from, (balance.get(from) ?? 0) - value);
    balance.set(to, (balance.get(to) ?? 0) + value);
  };
  for (const count of counts) move(count, marks.has(count.key) ? 0 : count.value);
  // What the numbers that are not tried yet can still bring to each node, at least and at most.
  const canClose = (at: number): boolean => {
    const least = new Map<string, number>();
    const most = new Map<string, number>();
    for (const count of order.slice(at)) {
      const [low, high] = range(count);
      least.set(count.from, (least.get(count.from) ?? 0) - high);
      most.set(count.from, (most.get(count.from) ?? 0) - low);
      least.set(count.to, (least.get(count.to) ?? 0) + low);
      most.set(count.to, (most.get(count.to) ?? 0) + high);
    }
    return [...balance].every(
      ([node, left]) => left + (least.get(node) ?? 0) <= 0 && left + (most.get(node) ?? 0) >= 0,
    );
  };
  let steps = 0;
  const fill = (at: number): boolean => {
    if (++steps > 30_000) return false;
    if (!canClose(at)) return false;
    const count = order[at];
    if (!count) return true;
    return near(count).some((value) => tries(count, value, at));
  };
  const tries = (count: Count, value: number, at: number): boolean => {
    move(count, value);
    const isPossible = fill(at + 1);
    move(count, -value);
    return isPossible;
  };
  // Near the truth first: what can be is found soon. What cannot be is tried to the end.
  const near = (count: Count): number[] => {
    const [low, high] = range(count);
    return Array.from({ length: high - low + 1 }, (_one, at) => low + at).toSorted(
      (a, b) => Math.abs(a - count.value) - Math.abs(b - count.value),
    );
  };
  const [first] = order;
  const found: number[] = [];
  for (const value of first ? near(first) : []) {
    steps = 0;
    if (first && tries(first, value, 0)) found.push(value);
    if (found.length >= 4) return found;
    if (steps > 30_000) return undefined;
  }
  return found;
}

/** A table of rows by columns with both margins and their sum, as a network. */
function tableOf(cells: readonly (readonly number[])[], least = 5): Count[] {
  const rows = cells.map((row) => row.reduce((so, value) => so + value, 0));
  const columns = (cells[0] ?? []).map((_value, at) => cells.reduce((so, row) => so + (row[at] ?? 0), 0));
  return [
    ...cells.flatMap((row, r) =>
      row.map((value, c) => ({ key: `${r}/${c}`, from: `r${r}`, to: `c${c}`, value, least })),
    ),
    ...rows.map((value, r) => ({ key: `row ${r}`, from: "all", to: `r${r}`, value, least, isTotal: true })),
    ...columns.map((value, c) => ({ key: `column ${c}`, from: `c${c}`, to: "sum", value, least, isTotal: true })),
    { key: "sum", from: "sum", to: "all", value: rows.reduce((so, value) => so + value, 0), least, isTotal: true },
  ];
}

const sizes = fc.oneof(
  { weight: 2, arbitrary: fc.nat({ max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const tables = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(sizes, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  );

describe("small numbers in a table with its margins", () => {
  test("each masked number keeps four values or more for who tries every filling, and none is told that is small", () => {
    let decided = 0;
    fc.assert(
      fc.property(tables, (cells) => {
        const counts = tableOf(cells);
        const marks = protect(counts, 4);
        if (!marks) return;
        for (const { key, value } of counts) {
          const isSmall = value > 0 && value < 5;
          expect(marks.get(key) === "few:5", key).toBe(isSmall);
          expect(value === 0 && marks.has(key), key).toBe(false);
          if (!marks.has(key)) continue;
          const found = possible(counts, marks, key);
          if (!found) continue;
          decided++;
          expect(found, key).toContain(value);
          expect(found.length, `${key} is one of ${found.join(", ")}`).toBeGreaterThanOrEqual(4);
        }
      }),
      { numRuns: 150 },
    );
    expect(decided).toBeGreaterThan(300);
  });

  test("a row of two small ones in a table of great ones costs as few others as hide them", () => {
    const marks = protect(
      tableOf([
        [3, 40, 12],
        [50, 60, 30],
        [70, 20, 90],
      ]),
      4,
    );
    expect(Object.fromEntries(marks ?? [])).toEqual({
      "0/0": "few:5",
      "0/2": "hidden",
      "1/0": "hidden",
      "1/2": "hidden",
    });
  });

  test("what was masked before is masked again, and what was told is no cover", () => {
    const counts = tableOf([
      [9, 40, 12],
      [50, 60, 30],
      [70, 20, 90],
    ]).map((count) => ({
      ...count,
      before:
        count.key === "0/0"
          ? { told: "masked" as const, isGrowing: false }
          : count.key === "0/2"
            ? { told: 12, isGrowing: false }
            : undefined,
    }));
    const marks = protect(counts, 4);
    expect(marks?.get("0/0")).toBe("hidden");
    expect(marks?.has("0/2")).toBe(false);
    expect(marks?.has("0/1")).toBe(true);
  });

  test("a count that has grown by a small number since a part of the year was told is hidden, so that nobody subtracts", () => {
    const marks = protect(
      tableOf([
        [22, 40],
        [50, 60],
      ]).map((count) => ({ ...count, before: count.key === "0/0" ? { told: 20, isGrowing: true } : undefined })),
      4,
    );
    expect(marks?.get("0/0")).toBe("hidden");
  });
});

const cube = (chart: Cube["chart"], panel: Partial<Panel>): Cube => ({
  chart,
  countedAt: "2026-11-22T08:00:00Z",
  panels: [
    {
      id: "",
      kind: "bars",
      unit: "reports",
      axis: "word",
      rows: [],
      seriesAxis: "word",
      series: [],
      cells: [],
      n: [],
      partial: null,
      changes: [],
      names: {},
      places: {},
      map: null,
      isLog: false,
      facts: [],
      ...panel,
    },
  ],
});

test("the months, the classes and the total of a year are judged together: a month is not told by the classes", () => {
  const total = { of: "incidents:2026", count: 48 };
  const { cubes } = maskCubes(
    [
      cube("volume", {
        id: "months",
        axis: "month",
        rows: ["2026-01", "2026-02", "2026-03"],
        series: ["incidents"],
        cells: [[3], [20], [25]],
        n: [{ ...total }],
      }),
      cube("classes", {
        id: "years",
        axis: "class",
        rows: ["fraud", "intrusions", "abusive-content"],
        series: ["2026"],
        cells: [[30], [10], [8]],
        n: [{ ...total }],
      }),
    ],
    2026,
    proposedThresholds,
  );
  const [volume, classes] = cubes;
  expect(volume?.panels[0]?.cells).toEqual([["few:5"], ["hidden"], [25]]);
  // Of harm to persons, below ten; and one other beside it, since the total is told.
  expect(classes?.panels[0]?.cells).toEqual([[30], ["hidden"], ["few:10"]]);
  expect(volume?.panels[0]?.n).toEqual([total]);
});

test("sums that were counted at two moments are refused", () => {
  expect(() =>
    maskCubes(
      [
        cube("volume", {
          id: "months",
          rows: ["2026-01"],
          series: ["incidents"],
          cells: [[30]],
          n: [{ of: "incidents:2026", count: 31 }],
        }),
      ],
      2026,
      proposedThresholds,
    ),
  ).toThrow(/differ by/);
});

const rows = fc.array(
  fc.record({
    entities: fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.integer({ min: 1, max: 30 })),
    persons: fc.nat({ max: 8 }),
  }),
  { maxLength: 5 },
);
test("after merging, no row is of fewer than three entities or of one above all; the sum is as it was", () => {
  fc.assert(
    fc.property(rows, (given) => {
      const groups: GroupRow[] = given.map(({ entities, persons }, at) => ({
        key: `row ${at}`,
        entities: new Map(Object.entries(entities)),
        persons,
        count: persons + Object.values(entities).reduce((so, one) => so + one, 0),
      }));
      const panel = cube("areas", {
        rows: groups.map(({ key }) => key),
        series: ["reports"],
        cells: groups.map(({ count }) => [count]),
      }).panels[0] as Panel;
      const merged = mergePanel(panel, groups, proposedThresholds);
      const sum = (cells: Panel["cells"]): number => cells.flat().reduce<number>((so, one) => so + Number(one), 0);
      if (merged.rows.length === 0) return;
      expect(sum(merged.cells)).toBe(sum(panel.cells));
      for (const row of merged.rows) {
        const members = groups.filter(({ key }) => (row === "merged" ? !merged.rows.includes(key) : key === row));
        expect(isDominated(members, proposedThresholds), row).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});
