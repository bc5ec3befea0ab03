// An instant in the three languages, with its zone; the first of a month in French.
import { expect, test } from "vitest";
import { partsOf, sayDate, sayHour, sayInstant, sayOffset, writeDay, writeMoment } from "./say-instant.ts";

const at = new Date("2026-12-01T05:07:00Z");

test.each([
  ["fr", "Africa/Bamako", "1er décembre 2026 à 05:07 UTC"],
  ["en", "Asia/Ulaanbaatar", "1 December 2026 at 13:07 UTC+8"],
  ["mn", "Asia/Ulaanbaatar", "2026 оны 12 сарын 1, 13:07 UTC+8"],
  ["fr", "America/Sao_Paulo", "1er décembre 2026 à 02:07 UTC-3"],
  ["en", "Asia/Kathmandu", "1 December 2026 at 10:52 UTC+5:45"],
] as const)("in %s at %s it is %s", (language, zone, said) => {
  expect(sayInstant(at, language, zone)).toBe(said);
});

test("only the first is an ordinal in French; the day is the zone's; midnight is 00", () => {
  expect(sayDate(new Date("2026-11-30T23:00:00Z"), "fr", "UTC")).toBe("30 novembre 2026");
  expect(sayDate(new Date("2026-11-30T23:00:00Z"), "fr", "Asia/Ulaanbaatar")).toBe("1er décembre 2026");
  expect(sayDate(new Date("2026-11-11T12:00:00Z"), "fr", "UTC")).toBe("11 novembre 2026");
  expect(sayHour(new Date("2026-11-30T16:00:00Z"), "Asia/Ulaanbaatar")).toBe("00:00 UTC+8");
  expect(sayOffset(at, "UTC")).toBe("UTC");
  expect(writeMoment(at, "Asia/Ulaanbaatar")).toBe("2026-12-01 13:07 UTC+8");
  expect(writeMoment(at, "Africa/Bamako")).toBe("2026-12-01 05:07 UTC");
  expect(writeDay(new Date("2026-11-30T23:00:00Z"), "Asia/Ulaanbaatar")).toBe("2026-12-01");
  expect(partsOf(at, "UTC")).toEqual({ year: "2026", month: "12", day: "01", hour: "05", minute: "07", zone: "UTC" });
});
