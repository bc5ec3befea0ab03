// What the public is given of a report tells no small number, neither by itself nor by subtraction.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hideSmall } from "./hide-small.ts";
import { leastPublic, type PublicFigure, type ReportFigure } from "./model.ts";
import { reportQueries } from "./report-queries.ts";

const rules = [
  { name: "all" },
  { name: "by", total: { figure: "all", key: "all" } },
  { name: "deeper", total: { figure: "by", key: "a" } },
  { name: "share", follows: "by" },
];
const figure = (name: string, sizes: Record<string, number>): ReportFigure => ({
  name,
  unit: "filings",
  query: "select 1",
  rows: Object.entries(sizes).map(([key, size]) => ({ key, value: String(size), size })),
});
const groups = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.nat({ max: 12 }));
const sum = (sizes: Record<string, number>): number => Object.values(sizes).reduce((so, size) => so + size, 0);

/** What a reader could learn that they must not. */
function leaks(sizes: Record<string, number>, rows: PublicFigure["rows"], total: string | null | undefined): string[] {
  const hidden = rows.filter(({ isHidden }) => isHidden);
  const left = sum(sizes) - rows.reduce((so, { value }) => so + Number(value ?? 0), 0);
  const wrong = rows.filter(({ key, value }) => {
    const size = sizes[key] ?? 0;
    return value === null ? size === 0 : size > 0 && size < leastPublic;
  });
  return [
    ...wrong.map(({ key }) => `small: ${key}`),
    // Who knows the total learns only that several rows together are many.
    ...(typeof total === "string" && hidden.length > 0 && (hidden.length < 2 || left < leastPublic)
      ? ["by the total"]
      : []),
    // A total that is hidden is not told by its rows.
    ...(total === null && hidden.length === 0 && sum(sizes) > 0 ? ["the total"] : []),
  ];
}

test("no small number stands in public, and none follows from a total and the rows beside it", () => {
  fc.assert(
    fc.property(groups, fc.nat({ max: 12 }), (by, part) => {
      const a = by["a"] ?? 0;
      const deeper = { x: Math.min(part, a), y: a - Math.min(part, a) };
      const share = figure("share", { all: sum(by) });
      const figures = [figure("all", { all: sum(by) }), figure("by", by), figure("deeper", deeper), share];
      const shown = new Map(hideSmall(figures, rules).map((one) => [one.name, one.rows]));
      const byRows = shown.get("by") ?? [];
      expect(leaks(by, byRows, shown.get("all")?.[0]?.value)).toEqual([]);
      expect(leaks(deeper, shown.get("deeper") ?? [], byRows.find(({ key }) => key === "a")?.value)).toEqual([]);
      const isFollowed = !byRows.some(({ isHidden }) => isHidden) || shown.get("share")?.[0]?.value === null;
      expect(isFollowed).toBe(true);
    }),
  );
});

test("a number of a query that no rule names is not shown; nothing is shown as nothing", () => {
  expect(hideSmall([figure("new", { all: 100 })], rules)[0]?.rows).toEqual([
    { key: "all", value: null, isHidden: true },
  ]);
  expect(hideSmall([figure("all", { all: 0 })], rules)[0]?.rows).toEqual([{ key: "all", value: "0", isHidden: false }]);
});

test("each total and each figure that another follows stands before it in the report", () => {
  const place = new Map(reportQueries.map(({ name }, at) => [name, at]));
  expect(place.size).toBe(reportQueries.length);
  const early = reportQueries.filter(({ name, total, follows }) =>
    [total?.figure, follows].some(
      (before) => before !== undefined && (place.get(before) ?? Infinity) >= (place.get(name) ?? -1),
    ),
  );
  expect(early).toEqual([]);
});
