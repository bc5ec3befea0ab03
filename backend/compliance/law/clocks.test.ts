// Properties of every clock, tried on every shipped pack and on clocks made at random.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { addPeriod, subtractPeriod } from "./add-time.ts";
import { makeCalendar, nextWorkingDay } from "./calendar.ts";
import { computeDue } from "./compute-due.ts";
import { parseFacts } from "./facts.ts";
import { listDuties } from "./list-duties.ts";
import { listPackIds, loadLawWorld, loadPack } from "./load-packs.ts";
import { Clock, Pack } from "./model.ts";

const world = loadLawWorld();
const packs = listPackIds().map((id) => loadPack(id));
const zones = [
  "UTC",
  "Africa/Bamako",
  "Asia/Ulaanbaatar",
  "Asia/Hovd",
  "Europe/Paris",
  "America/St_Johns",
  "Pacific/Apia",
  "Asia/Shanghai",
];
const zone = fc.constantFrom(...zones);
const second = Temporal.Instant.from("2024-01-01T00:00:00Z").epochMilliseconds / 1000;
/** Six years, second by second: leap day, clock changes and month ends among them. */
const instant = fc
  .integer({ min: second, max: second + 6 * 366 * 86_400 })
  .map((at) => Temporal.Instant.fromEpochMilliseconds(at * 1000));
const monthly = fc.integer({ min: 1, max: 48 }).map((count) => `P${count}M`);
const hourly = fc.integer({ min: 1, max: 500 }).map((count) => `PT${count}H`);
const eventNames = [
  ...new Set([
    ...world.events,
    ...packs.flatMap(({ pack }) => pack.obligations.map((one) => `${one.stage}.submitted`)),
  ]),
];
const facts = fc.record({
  events: fc.dictionary(fc.constantFrom(...eventNames), instant.map(String), { maxKeys: 8 }),
  entity: fc.record(
    {
      classes: fc.subarray([...world.classes], { maxLength: 3 }),
      timeZone: zone,
      country: fc.constantFrom("ML", "MN", "XD", "FR"),
    },
    { requiredKeys: [] },
  ),
});

describe("clocks", () => {
  it("give no due time before their start, in any pack, whatever happened", () => {
    fc.assert(
      fc.property(fc.constantFrom(...packs), facts, instant, ({ pack }, given, now) => {
        for (const duty of listDuties(pack, parseFacts(given), world, now).duties) {
          if (duty.due === null || duty.startedAt === null) continue;
          expect(
            Temporal.Instant.compare(Temporal.Instant.from(duty.due), Temporal.Instant.from(duty.startedAt)),
          ).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("never make up an hour where the law sets none", () => {
    fc.assert(
      fc.property(fc.constantFrom(...packs), facts, instant, ({ pack }, given, now) => {
        for (const duty of listDuties(pack, parseFacts(given), world, now).duties) {
          if (!["immediate", "reasonable", "none_in_law", "unverified"].includes(duty.clock)) continue;
          expect(duty.due).toBeNull();
          expect(["overdue", "submitted_late"]).not.toContain(duty.status);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("end months on existing days, at the same wall-clock hour, and on the last day only when the month is shorter", () => {
    fc.assert(
      fc.property(instant, monthly, zone, (start, period, timeZone) => {
        const from = start.toZonedDateTimeISO(timeZone);
        const { at, isClamped } = addPeriod(start, period, timeZone);
        const to = at.toZonedDateTimeISO(timeZone);
        const months = Number(period.slice(1, -1));
        expect((to.year - from.year) * 12 + to.month - from.month).toBe(months);
        expect(to.day).toBe(Math.min(from.day, to.daysInMonth));
        expect(isClamped).toBe(from.day > to.daysInMonth);
        // A wall-clock time that a clock change skips does not exist; Temporal then moves by the gap.
        const isChangeDay = to.hoursInDay !== 24;
        expect(isChangeDay || to.toPlainTime().equals(from.toPlainTime())).toBe(true);
      }),
    );
  });

  it("let hours pass in absolute time in every zone", () => {
    fc.assert(
      fc.property(instant, hourly, zone, (start, period, timeZone) => {
        const hours = Number(period.slice(2, -1));
        expect(addPeriod(start, period, timeZone).at.epochMilliseconds - start.epochMilliseconds).toBe(
          hours * 3_600_000,
        );
        expect(subtractPeriod(addPeriod(start, period, timeZone).at, period, timeZone).equals(start)).toBe(true);
      }),
    );
  });

  it("come back on existing days: each period after the last time, never skipping a year for 29 February", () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(1, 2, 4), zone, (last, years, timeZone) => {
        const clock = Clock.parse({
          kind: "periodic",
          rrule: `FREQ=YEARLY;INTERVAL=${years}`,
          anchor: ["audit.submitted"],
          setBy: "a",
        });
        const calendar = makeCalendar("weekends", world.calendars.get("weekends")!);
        const given = parseFacts({ submitted: { audit: last.toString() } });
        const { due } = computeDue(clock, { facts: given, calendar, timeZone, now: last, stage: "audit" });
        const from = last.toZonedDateTimeISO(timeZone);
        const to = due!.toZonedDateTimeISO(timeZone);
        expect(to.year).toBe(from.year + years);
        expect(to.month).toBe(from.month);
        expect(to.day).toBe(Math.min(from.day, to.daysInMonth));
      }),
      { numRuns: 200 },
    );
  });

  it("count working days so that every day between is off or counted, and end on a working day", () => {
    const date = fc.integer({ min: 0, max: 1500 }).map((days) => Temporal.PlainDate.from("2026-01-01").add({ days }));
    fc.assert(
      fc.property(date, fc.constantFrom("ML", "MN", "XD", "weekends"), (day, country) => {
        const calendar = makeCalendar(country, world.calendars.get(country)!);
        const next = nextWorkingDay(calendar, day);
        expect(calendar.dayOff(next)).toBeNull();
        for (
          let between = day.add({ days: 1 });
          Temporal.PlainDate.compare(between, next) < 0;
          between = between.add({ days: 1 })
        )
          expect(calendar.dayOff(between)).not.toBeNull();
      }),
    );
  });

  it("leave a pinned record as it was when a later law changes every duration", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...packs),
        facts,
        instant,
        fc.integer({ min: 1, max: 900 }),
        ({ pack, pin }, given, now, hours) => {
          const before = JSON.stringify(listDuties(pack, parseFacts(given), world, now));
          const later = Pack.parse(structuredClone(pack));
          later.pack.version = "2.0.0";
          for (const one of later.obligations)
            if (one.clock.kind === "duration" && one.clock.duration !== undefined) one.clock.duration = `PT${hours}H`;
          listDuties(later, parseFacts(given), world, now);
          const again = loadPack(`${pin.id}@${pin.version}`);
          expect(again.pin).toEqual(pin);
          expect(JSON.stringify(listDuties(again.pack, parseFacts(given), world, now))).toBe(before);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a calendar", () => {
  it("knows Easter, and so its Monday", () => {
    const data = {
      version: "1",
      weeklyRestDays: ["sunday" as const],
      holidays: [{ id: "easter-monday", rule: { kind: "easter" as const, offsetDays: 1 } }],
    };
    const calendar = makeCalendar("XX", data);
    // Dates of Easter Monday as printed in almanacs.
    for (const day of ["1961-04-03", "2008-03-24", "2019-04-22", "2024-04-01", "2026-04-06", "2038-04-26"])
      expect(calendar.dayOff(Temporal.PlainDate.from(day))).toBe("easter-monday");
  });

  it("skips 29 February as a holiday in years that have none", () => {
    const data = {
      version: "1",
      weeklyRestDays: ["sunday" as const],
      holidays: [{ id: "leap", rule: { kind: "fixed" as const, month: 2, day: 29 } }],
    };
    const calendar = makeCalendar("XX", data);
    expect(calendar.dayOff(Temporal.PlainDate.from("2028-02-29"))).toBe("leap");
    expect(calendar.dayOff(Temporal.PlainDate.from("2027-03-01"))).toBeNull();
  });
});
