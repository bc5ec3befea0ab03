// Hours of contacts: whether somebody answers at an instant, on the clocks of their zone, over midnight and over a change of clocks.
import fc from "fast-check";
import { expect, test } from "vitest";
import { isReachable, TimeZone, WeeklyHours } from "./model.ts";

const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
const write = ([hour, minute]: [number, number]): string =>
  `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;

test("a minute of the week is covered exactly when a line of the table covers it, also over midnight and into Monday", () => {
  const line = fc.record({ day: fc.integer({ min: 1, max: 7 }), opens: time, closes: time });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 7 * 1440 - 1 }),
      (lines, asked) => {
        const hours = lines
          .map(({ day, opens, closes }) => ({ day, opensAt: write(opens), closesAt: write(closes) }))
          .filter((one) => one.opensAt !== one.closesAt);
        if (hours.length === 0) return;
        expect(WeeklyHours.safeParse(hours).success).toBe(true);
        // Minute by minute on a plain ring of the week; 2026-11-16 is a Monday.
        const ring = Array.from({ length: 7 * 1440 }, () => false);
        for (const { day, opens, closes } of lines) {
          const [from, until] = [opens[0] * 60 + opens[1], closes[0] * 60 + closes[1]];
          const length = until > from ? until - from : until + 1440 - from;
          if (until === from) continue;
          for (let minute = 0; minute < length; minute++) ring[((day - 1) * 1440 + from + minute) % ring.length] = true;
        }
        const at = new Date(Date.UTC(2026, 10, 16) + asked * 60_000);
        expect(isReachable(hours, "UTC", at)).toBe(ring[asked]);
      },
    ),
  );
});

test("the clocks are those of the zone", () => {
  const morning: WeeklyHours = [{ day: 1, opensAt: "08:00", closesAt: "09:00" }];
  expect(isReachable(morning, "Asia/Ulaanbaatar", new Date("2026-11-16T00:30:00Z"))).toBe(true);
  expect(isReachable(morning, "Africa/Bamako", new Date("2026-11-16T00:30:00Z"))).toBe(false);
  expect(isReachable(morning, "Africa/Bamako", new Date("2026-11-16T08:59:59Z"))).toBe(true);
  expect(isReachable([{ day: 7, opensAt: "00:00", closesAt: "24:00" }], "UTC", new Date("2026-11-15T23:59:00Z"))).toBe(
    true,
  );
});

test("a table that says nothing and a zone that does not exist are refused in words", () => {
  expect(WeeklyHours.safeParse([{ day: 1, opensAt: "08:00", closesAt: "08:00" }]).success).toBe(false);
  expect(WeeklyHours.safeParse([{ day: 8, opensAt: "08:00", closesAt: "09:00" }]).success).toBe(false);
  expect(WeeklyHours.safeParse([{ day: 1, opensAt: "8h", closesAt: "09:00" }]).success).toBe(false);
  expect(TimeZone.safeParse("Africa/Nowhere").success).toBe(false);
  expect(TimeZone.safeParse("Africa/Bamako").success).toBe(true);
});
