// Numbers out of an entity's own words: what people write is read, what is no number is null.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAmount, readCount, readHours } from "./read-told.ts";

test.each([
  ["12 000 clients", 12_000],
  ["1\u202f500", 1_500],
  ["env. 30", 30],
  ["2,500,000", 2_500_000],
  ["all of them", null],
])("users: %s is %s", (text, count) => {
  expect(readCount(text)).toBe(count);
});

test.each([
  ["PT6H", 6],
  ["P1DT12H", 36],
  ["2 jours", 48],
  ["1 h 30 min", 1.5],
  ["3 өдөр", 72],
  ["2,5 heures", 2.5],
  ["6", null],
  ["long", null],
])("a duration: %s is %s hours", (text, hours) => {
  expect(readHours(text)).toBe(hours);
});

test.each([
  ["2 000 000 F CFA", 2_000_000, "XOF"],
  ["1,5 million FCFA", 1_500_000, "XOF"],
  ["₮ 300 сая", 300_000_000, "MNT"],
  ["about 40,000 USD", 40_000, "USD"],
  ["750", 750, null],
])("a loss: %s is %s in %s", (text, amount, currency) => {
  expect(readAmount(text)).toEqual({ amount, currency });
});

test("any text gives a finite number or null", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      for (const value of [readCount(text), readHours(text), readAmount(text)?.amount ?? null])
        expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
    }),
  );
});
