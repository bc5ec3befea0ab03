// When a day that comes is told: once for each distance, never before the first.
import fc from "fast-check";
import { expect, it } from "vitest";
import { distanceOf } from "./model.ts";

const dayAfter = (days: number): string =>
  new Date(Date.parse("2026-11-22") + days * 86_400_000).toISOString().slice(0, 10);

it("is a month before, a week before, and on the day and after it", () => {
  const at = (days: number): number | undefined => distanceOf(dayAfter(days), "2026-11-22");
  expect([31, 30, 8, 7, 1, 0, -1, -400].map(at)).toEqual([undefined, 30, 30, 7, 7, 0, 0, 0]);
});

it("comes nearer and never goes back while days pass", () => {
  fc.assert(
    fc.property(fc.integer({ min: -100, max: 500 }), (days) => {
      const [today, tomorrow] = [distanceOf(dayAfter(days), dayAfter(0)), distanceOf(dayAfter(days), dayAfter(1))];
      expect(tomorrow ?? Infinity).toBeLessThanOrEqual(today ?? Infinity);
    }),
  );
});
