// The instant of a local hour is the one that the calendar library gives, also in the nights when clocks change.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { toInstant } from "./to-instant.ts";

test("in any zone and hour, also skipped or repeated ones, the instant is that of Temporal", () => {
  const zones = ["UTC", "Africa/Bamako", "Asia/Ulaanbaatar", "Europe/Paris", "America/St_Johns", "+08:00", "-03:30"];
  const check = (date: string, time: string, zone: string): void => {
    const zoned = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, {
      disambiguation: "compatible",
    });
    expect(toInstant(date, time, zone)).toBe(new Date(zoned.epochMilliseconds).toISOString());
  };
  for (const zone of zones)
    for (const date of ["2026-03-29", "2026-10-25", "2017-03-25", "2016-09-24"])
      for (const hour of ["00", "01", "02", "03", "23"]) check(date, `${hour}:30`, zone);
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.constantFrom(...zones),
      (at, zone) => {
        const text = new Date(at).toISOString();
        check(text.slice(0, 10), text.slice(11, 16), zone);
      },
    ),
    { numRuns: 60 },
  );
});
