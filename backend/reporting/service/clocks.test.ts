// The team's clocks: what counts, when it is used up, and what a pause does to them; a clock of the law hears nothing of it.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { openSpans, usedUntil, useUp, type Week, withoutPauses } from "./business-time.ts";
import { clockOf, type ClockFacts } from "./clock-of.ts";
import { Levels } from "./model.ts";

const days = [1, 2, 3, 4, 5];
const hours = days.flatMap((weekday) => [
  { weekday, from: "08:00", until: "12:00" },
  { weekday, from: "14:00", until: "17:00" },
]);
const week = (zone: string, off: readonly string[] = []): Week => ({
  zone,
  hours,
  isOff: (day) => off.includes(day.toString()),
});
const at = (text: string): number => Date.parse(text);
const hour = 3_600_000;
const zones = fc.constantFrom("Africa/Bamako", "Europe/Paris", "Asia/Ulaanbaatar", "America/Sao_Paulo", "Pacific/Apia");
const start = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-12-31T00:00:00Z") });
const pause = fc
  .tuple(start, fc.integer({ min: 0, max: 40 * 24 * hour }))
  .map(([from, length]) => ({ from, until: from + length }));

test("business minutes skip noon, nights, weekends and days off", () => {
  const bamako = week("Africa/Bamako", ["2026-11-23"]);
  // Friday 16:00, three hours: one today, Monday is off, two on Tuesday.
  expect(useUp(openSpans(at("2026-11-20T16:00:00Z"), bamako), 3 * hour)).toBe(at("2026-11-24T10:00:00Z"));
  // Over noon.
  expect(useUp(openSpans(at("2026-11-24T11:30:00Z"), bamako), hour)).toBe(at("2026-11-24T14:30:00Z"));
});

test("what is used up at the instant that was worked out is exactly what was wanted, in every zone", () => {
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 1, max: 200 * hour }),
      zones,
      fc.array(pause, { maxLength: 5 }),
      (from, wanted, zone, pauses) => {
        const spans = () => withoutPauses(openSpans(from, week(zone)), pauses);
        const due = useUp(spans(), wanted);
        expect(due).toBeGreaterThanOrEqual(from + wanted);
        expect(usedUntil(spans(), due ?? 0)).toBe(wanted);
      },
    ),
  );
});

test("a pause never brings a due time nearer, and one outside of the hours changes nothing", () => {
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 100 * hour }), pause, zones, (from, wanted, paused, zone) => {
      const plain = useUp(openSpans(from, week(zone)), wanted) ?? 0;
      const later = useUp(withoutPauses(openSpans(from, week(zone)), [paused]), wanted) ?? 0;
      expect(later).toBeGreaterThanOrEqual(plain);
      const isBeside = paused.until <= from || paused.from >= plain;
      expect(isBeside ? later : plain).toBe(plain);
    }),
  );
});

test("a day whose clock is changed counts the hours that it had", () => {
  const nights: Week = {
    zone: "Europe/Paris",
    hours: [{ weekday: 7, from: "00:00", until: "24:00" }],
    isOff: () => false,
  };
  const [spring] = openSpans(at("2026-03-28T23:00:00Z"), nights);
  expect(spring && (spring.until - spring.from) / hour).toBe(23);
  const [autumn] = openSpans(at("2026-10-24T22:00:00Z"), nights);
  expect(autumn && (autumn.until - autumn.from) / hour).toBe(25);
});

const levels = Levels.parse({
  zone: "Africa/Bamako",
  hours,
  hasHolidays: false,
  targets: [
    { kind: "incident", severity: "high", firstAnswer: 60, resolution: 600, isBusinessHours: true },
    { kind: "incident", severity: "critical", firstAnswer: 30, resolution: 240, isBusinessHours: false },
  ],
});
const facts = (more: Partial<ClockFacts>): ClockFacts => ({
  kind: "resolution",
  subjectKind: "incident",
  severity: "critical",
  startedAt: at("2026-11-24T10:00:00Z"),
  endedAt: null,
  isWithoutObject: false,
  pauses: [],
  ...more,
});
const say = (more: Partial<ClockFacts>, now: string) => clockOf(facts(more), levels, week("Africa/Bamako"), at(now));

test("a clock says in which state it is: running, near its end, late, paused, reached in time or late, without a target", () => {
  expect(say({}, "2026-11-24T11:00:00Z")).toMatchObject({
    state: "running",
    leftMinutes: 180,
    dueAt: at("2026-11-24T14:00:00Z"),
  });
  expect(say({}, "2026-11-24T13:10:00Z")).toMatchObject({ state: "soon", leftMinutes: 50 });
  expect(say({}, "2026-11-24T14:30:00Z")).toMatchObject({ state: "late", leftMinutes: -30, isLate: true });
  const pauses = [{ from: at("2026-11-24T11:00:00Z"), until: Infinity }];
  expect(say({ pauses }, "2026-11-25T11:00:00Z")).toMatchObject({ state: "paused", leftMinutes: 180, dueAt: null });
  expect(say({ endedAt: at("2026-11-24T13:59:00Z") }, "2026-11-25T11:00:00Z")).toMatchObject({
    state: "reached",
    isLate: false,
  });
  expect(say({ endedAt: at("2026-11-24T14:01:00Z") }, "2026-11-25T11:00:00Z")).toMatchObject({ state: "reached_late" });
  expect(say({ severity: "low" }, "2026-11-24T11:00:00Z")).toMatchObject({ state: "no_target", dueAt: null });
  // What was late before it was paused stays late.
  const tooLate = [{ from: at("2026-11-24T15:00:00Z"), until: Infinity }];
  expect(say({ pauses: tooLate }, "2026-11-24T16:00:00Z")).toMatchObject({ state: "late", leftMinutes: -60 });
});

test("a first answer is paused by nothing", () => {
  fc.assert(
    fc.property(fc.array(pause, { maxLength: 5 }), start, (pauses, now) => {
      const of = (list: typeof pauses) =>
        clockOf(facts({ kind: "first_answer", severity: "high", pauses: list }), levels, week("Africa/Bamako"), now);
      expect(of(pauses)).toEqual(of([]));
    }),
  );
});

test("hours that overlap, end before they begin, or a zone that nobody knows are refused by name", () => {
  const refused = (more: object) =>
    Levels.safeParse({ ...levels, ...more }).error?.issues.map(({ path }) => path.join("."));
  expect(
    refused({
      hours: [
        { weekday: 1, from: "08:00", until: "12:00" },
        { weekday: 1, from: "11:00", until: "13:00" },
      ],
    }),
  ).toEqual(["hours"]);
  expect(refused({ hours: [{ weekday: 1, from: "12:00", until: "08:00" }] })).toEqual(["hours.0.until"]);
  expect(refused({ zone: "Mars/Olympus" })).toEqual(["zone"]);
  expect(refused({ targets: [levels.targets[0], levels.targets[0]] })).toEqual(["targets"]);
});

test("local midnight that was jumped over by a clock still begins the day", () => {
  const [first] = openSpans(at("2026-01-01T00:00:00Z"), {
    zone: "Africa/Cairo",
    hours: [{ weekday: 5, from: "00:00", until: "24:00" }],
    isOff: (day) => Temporal.PlainDate.compare(day, "2026-04-24") !== 0,
  });
  expect(first && new Date(first.from).toISOString()).toBe("2026-04-23T22:00:00.000Z");
  expect(first && (first.until - first.from) / hour).toBe(23);
});
