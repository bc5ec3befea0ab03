// Steps, medians and what is kept back: held by examples and by properties.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leastShown, timeSteps } from "./model.ts";
import { hideSmall, linesOf, quantileOf, stepOf, weekOf } from "./rules.ts";

test("a moment falls into the first step that is not below it; past the last it is step 0", () => {
  expect(stepOf(0)).toBe(10);
  expect(stepOf(10)).toBe(10);
  expect(stepOf(10.2)).toBe(20);
  expect(stepOf(86_401)).toBe(0);
});

test("a week is named by its Monday, also across a year's end", () => {
  expect(weekOf(new Date("2026-11-22T23:59:59Z"))).toBe("2026-11-16");
  expect(weekOf(new Date("2026-11-23T00:00:00Z"))).toBe("2026-11-23");
  expect(weekOf(new Date("2027-01-01T12:00:00Z"))).toBe("2026-12-28");
});

test("the median of steps lies within a step of the true median", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 80 }), (seconds) => {
      const counts = new Map<number, number>();
      for (const one of seconds) counts.set(stepOf(one), (counts.get(stepOf(one)) ?? 0) + 1);
      const median = quantileOf(
        [...counts].map(([upTo, count]) => ({ upTo, count })),
        0.5,
      );
      const sorted = [...seconds].sort((a, b) => a - b);
      const lower = sorted[Math.ceil(seconds.length / 2) - 1] ?? 0;
      const edge = timeSteps.indexOf(stepOf(lower) as (typeof timeSteps)[number]);
      expect(median).toBeGreaterThanOrEqual(timeSteps[edge - 1] ?? 0);
      expect(median).toBeLessThanOrEqual(timeSteps[edge] ?? 86_400);
    }),
  );
});

test("there is no median of nothing, nor of what took longer than is measured", () => {
  expect(quantileOf([], 0.5)).toBeNull();
  expect(quantileOf([{ upTo: 0, count: 5 }], 0.5)).toBeNull();
});

test("what is hidden cannot be told from the sum: none below the least is shown, and never is one hidden alone beside others", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (counts) => {
      const hidden = hideSmall(counts);
      expect(counts.some((count, at) => count > 0 && count < leastShown && !hidden[at])).toBe(false);
      const isSomeShown = counts.some((count, at) => count > 0 && !hidden[at]);
      expect(isSomeShown && hidden.filter(Boolean).length === 1).toBe(false);
      expect(counts.some((count, at) => count === 0 && hidden[at])).toBe(false);
    }),
  );
});

describe("lines", () => {
  const row = (language: string, count: number) => ({
    week: "2026-11-16",
    flow: "citizen",
    language,
    upTo: 180,
    count,
  });

  test("three sent in Mongolian hide the smaller of the other two languages as well; the whole stays", () => {
    const lines = linesOf([row("fr", 40), row("en", 12), row("mn", 3)], []);
    const of = (language: string | null) => lines.find((line) => line.language === language && line.week === null);
    expect(of(null)).toMatchObject({ count: 55, isHidden: false });
    expect(of("fr")).toMatchObject({ count: 40, isHidden: false });
    expect(of("mn")).toMatchObject({ count: null, medianSeconds: null, isHidden: true });
    expect(of("en")).toMatchObject({ count: null, isHidden: true });
  });

  test("opinions of fewer than ten are not told, however many reports there are", () => {
    const said = [{ week: "2026-11-16", flow: "citizen", language: "fr", opinion: "very_hard", count: 9 }];
    expect(linesOf([row("fr", 40)], said)[0]).toMatchObject({ count: 40, opinions: null, opinionCount: null });
  });
});
