// Who keeps every release and subtracts one from another learns no small number: judged by trying every filling that fits them all.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Count, type Earlier, type Mark, protect } from "./protect.ts";

/** How far above the truth the attacker looks where only a least value is known. */
const above = 4;
const sizes = fc.oneof(
  { weight: 2, arbitrary: fc.nat({ max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
/** Months that are over and their sum, as one release tells them. */
function partOfYear(months: readonly number[], before: ReadonlyMap<string, Earlier>): Count[] {
  const total = { key: "total", value: months.reduce((so, value) => so + value, 0), isTotal: true };
  return [
    ...months.map((value, at) => ({ key: `month ${at}`, from: "all", to: "months", value, least: 5 })),
    { ...total, from: "months", to: "all", least: 5 },
  ].map((count) => ({ ...count, before: before.get(count.key) }));
}

/** What a release told, as the next one is given it: the sum has grown since. */
const toldBy = (counts: readonly Count[], marks: ReadonlyMap<string, Mark>): Map<string, Earlier> =>
  new Map(
    counts.map(({ key, value }) => [
      key,
      { told: marks.has(key) ? ("masked" as const) : value, isGrowing: key === "total" },
    ]),
  );

/** The values of one month that fit both releases: every filling of the months that either masks is tried. */
function fitting(
  months: readonly number[],
  releases: readonly { of: number; marks: ReadonlyMap<string, Mark> }[],
): Set<number>[] {
  const rangeOf = (at: number): number[] => {
    const ranges = releases.flatMap(({ of, marks }) => {
      const value = months[at] ?? 0;
      const mark = at < of ? marks.get(`month ${at}`) : "unknown";
      if (mark === "unknown") return [];
      if (mark === undefined) return [[value, value] as const];
      return [mark === "hidden" ? ([5, value + above] as const) : ([1, 4] as const)];
    });
    const low = Math.max(0, ...ranges.map(([from]) => from));
    const high = Math.min(...ranges.map(([, to]) => to));
    return Array.from({ length: high - low + 1 }, (_one, more) => low + more);
  };
  const found = months.map(() => new Set<number>());
  const sum = (values: readonly number[], of: number): number => values.slice(0, of).reduce((so, one) => so + one, 0);
  const walk = (values: readonly number[]): void => {
    const broken = releases.some(
      ({ of, marks }) => of === values.length && !marks.has("total") && sum(values, of) !== sum(months, of),
    );
    if (broken) return;
    if (values.length === months.length) for (const [at, value] of values.entries()) found[at]?.add(value);
    else for (const value of rangeOf(values.length)) walk([...values, value]);
  };
  walk([]);
  return found;
}

test("two releases of one year, half of it and more of it, put together tell no small number: neither is cover for the other", () => {
  let judged = 0;
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 3, maxLength: 6 }), fc.integer({ min: 2, max: 4 }), (months, half) => {
      const of = Math.min(half, months.length);
      const first = partOfYear(months.slice(0, of), new Map());
      const marks = protect(first, 4);
      if (!marks) return;
      const second = partOfYear(months, toldBy(first, marks));
      const later = protect(second, 4);
      if (!later) return;
      const found = fitting(months, [
        { of, marks },
        { of: months.length, marks: later },
      ]);
      for (const [at, values] of found.entries()) {
        if (!later.has(`month ${at}`)) continue;
        judged++;
        expect(values.size, `month ${at} is one of ${[...values].join(", ")}`).toBeGreaterThanOrEqual(4);
      }
    }),
    { numRuns: 200 },
  );
  expect(judged).toBeGreaterThan(100);
});
