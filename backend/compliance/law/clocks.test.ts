// Properties of every clock, tried on every shipped pack and on clocks made at random.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { dump } from "js-yaml";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { addPeriod, subtractPeriod } from "./add-time.ts";
import { makeCalendar, nextWorkingDay } from "./calendar.ts";
import { computeDue } from "./compute-due.ts";
import { parseFacts } from "./facts.ts";
import { listDuties } from "./list-duties.ts";
import { listPackIds, loadLawWorld, loadPack, policiesFolder } from "./load-packs.ts";
import { Clock } from "./model.ts";

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
/** Moments at which calendars go wrong: month ends, a leap day, both clock changes of Paris, the turn of a year. */
const edges = [
  "2024-02-29T08:00:00Z",
  "2026-01-31T23:30:00Z",
  "2027-03-31T10:00:00Z",
  "2026-03-29T00:59:59Z",
  "2026-10-25T00:30:00Z",
  "2026-12-31T23:59:59Z",
];
/** Six years, second by second, and those moments a quarter of the time. */
const instant = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: second, max: second + 6 * 366 * 86_400 })
      .map((at) => Temporal.Instant.fromEpochMilliseconds(at * 1000)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...edges).map((at) => Temporal.Instant.from(at)) },
);
/** Two moments within three days of each other: where caps and late starts decide. */
const close = fc
  .tuple(instant, fc.integer({ min: 0, max: 72 * 3600 }))
  .map(([at, seconds]) => [at, at.add({ seconds })] as const);
const monthly = fc.integer({ min: 1, max: 48 }).map((count) => `P${count}M`);
const hourly = fc.integer({ min: 1, max: 500 }).map((count) => `PT${count}H`);
const entity = fc.record(
  {
    classes: fc.subarray([...world.classes], { maxLength: 3 }),
    timeZone: zone,
    country: fc.constantFrom("ML", "MN", "XD", "FR"),
  },
  { requiredKeys: [] },
);
/** A pack with facts that its own clocks look at. */
const happening = fc.constantFrom(...packs).chain((loaded) => {
  const names = new Set(loaded.pack.obligations.flatMap((one) => [...eventsOf(one.clock), `${one.stage}.submitted`]));
  const events = fc.dictionary(fc.constantFrom("aware", "detected", "concluded", ...names), instant.map(String), {
    maxKeys: 6,
  });
  return fc.tuple(fc.constant(loaded), fc.record({ events, entity }));
});

function eventsOf(clock: Clock): string[] {
  if (clock.kind === "before_event") return [clock.event];
  if (clock.kind === "periodic") return clock.anchor;
  if (clock.kind === "fixed_date") return clock.first ? [clock.first.start] : [];
  return clock.start;
}

describe("clocks", () => {
  it("give no due time before their start, in any pack, whatever happened", () => {
    fc.assert(
      fc.property(happening, instant, ([{ pack }, given], now) => {
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

  it("cap DORA's initial notification at 24 hours from awareness, but never before its classification", () => {
    const { pack } = loadPack("eu.dora");
    fc.assert(
      fc.property(close, zone, ([aware, classified], timeZone) => {
        const events = { aware: aware.toString(), classified_major: classified.toString() };
        // A credit institution: no deferral hides what the cap did.
        const given = parseFacts({ entity: { classes: ["credit_institution"], timeZone }, events });
        const due = Temporal.Instant.from(listDuties(pack, given, world, aware).duties[0]?.due ?? "");
        const [four, cap] = [classified.add({ hours: 4 }), aware.add({ hours: 24 })];
        const isLate = Temporal.Instant.compare(classified, cap) > 0;
        const expected = isLate || Temporal.Instant.compare(four, cap) < 0 ? four : cap;
        expect(due.toString()).toBe(expected.toString());
      }),
      { numRuns: 500 },
    );
  });

  it("never make up an hour where the law sets none", () => {
    fc.assert(
      fc.property(happening, instant, ([{ pack }, given], now) => {
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
    const root = mkdtempSync(join(tmpdir(), "toguna-law-"));
    try {
      cpSync(policiesFolder, root, { recursive: true });
      fc.assert(
        fc.property(happening, instant, fc.integer({ min: 1, max: 900 }), ([{ pack, pin }, given], now, hours) => {
          const before = JSON.stringify(listDuties(pack, parseFacts(given), world, now));
          const later = structuredClone(pack);
          later.pack.version = "2.0.0";
          for (const one of later.obligations)
            if (one.clock.kind === "duration" && one.clock.duration !== undefined) one.clock.duration = `PT${hours}H`;
          const path = join(root, ...pin.id.split("."), "pack-2.0.0.yml");
          writeFileSync(path, dump(later));
          expect(loadPack(pin.id, root).pack).toEqual(later);
          const pinned = loadPack(`${pin.id}@${pin.version}`, root);
          rmSync(path);
          expect(pinned.pin).toEqual(pin);
          expect(JSON.stringify(listDuties(pinned.pack, parseFacts(given), world, now))).toBe(before);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
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
