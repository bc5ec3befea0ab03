// The rota: patterns over midnight, weeks in turn, who is off, who stands in, exchanged shifts; and the hours that nobody has.
import fc from "fast-check";
import { expect, test } from "vitest";
import { gapsIn, type Pattern, type Rota, type Shift, shiftsIn } from "./shifts.ts";

const at = (text: string): number => Date.parse(text);
const zone = "Africa/Bamako";
const night = (personId: string, more: Partial<Pattern> = {}): Pattern => ({
  personId,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from: "18:00",
  to: "08:00",
  everyWeeks: 1,
  startsOn: "2026-11-02",
  endsOn: null,
  ...more,
});
const rota = (more: Partial<Rota>): Rota => ({ zone, patterns: [], exceptions: [], swaps: [], ...more });
const say = (shifts: readonly Shift[]) =>
  shifts.map(
    ({ personId, from, until }) =>
      `${personId} ${new Date(from).toISOString().slice(5, 16)} ${new Date(until).toISOString().slice(5, 16)}`,
  );

test("a night's shift ends on the next morning, and one of the night before still runs", () => {
  const shifts = shiftsIn(rota({ patterns: [night("awa")] }), {
    from: at("2026-11-24T03:00:00Z"),
    until: at("2026-11-25T03:00:00Z"),
  });
  expect(say(shifts)).toEqual(["awa 11-24T03:00 11-24T08:00", "awa 11-24T18:00 11-25T03:00"]);
});

test("two people who change every week take turns, without an hour between", () => {
  const whole = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "08:00", everyWeeks: 2 };
  const patterns = [night("awa", whole), night("bat", { ...whole, startsOn: "2026-11-09" })];
  const time = { from: at("2026-11-09T08:00:00Z"), until: at("2026-12-07T08:00:00Z") };
  const shifts = shiftsIn(rota({ patterns }), time);
  expect(say(shifts)).toEqual([
    "bat 11-09T08:00 11-16T08:00",
    "awa 11-16T08:00 11-23T08:00",
    "bat 11-23T08:00 11-30T08:00",
    "awa 11-30T08:00 12-07T08:00",
  ]);
  expect(gapsIn(shifts, time)).toEqual([]);
});

test("who is off leaves a gap, who stands in fills it, and an exchanged shift is the other's", () => {
  const time = { from: at("2026-11-24T08:00:00Z"), until: at("2026-11-26T08:00:00Z") };
  const off = {
    personId: "awa",
    kind: "off" as const,
    from: at("2026-11-24T20:00:00Z"),
    until: at("2026-11-24T22:00:00Z"),
  };
  const patterns = [night("awa")];
  expect(
    gapsIn(
      shiftsIn(rota({ patterns, exceptions: [off] }), {
        from: at("2026-11-24T18:00:00Z"),
        until: at("2026-11-25T08:00:00Z"),
      }),
      time,
    ).slice(1, 2),
  ).toEqual([{ from: off.from, until: off.until }]);
  const on = { ...off, kind: "on" as const, personId: "bat" };
  expect(say(shiftsIn(rota({ patterns, exceptions: [off, on] }), time))).toContain("bat 11-24T20:00 11-24T22:00");
  const swaps = [
    { askedBy: "awa", askedOf: "bat", from: at("2026-11-25T00:00:00Z"), until: at("2026-11-27T00:00:00Z") },
  ];
  expect(say(shiftsIn(rota({ patterns, swaps }), time))).toEqual([
    "awa 11-24T18:00 11-25T00:00",
    "bat 11-25T00:00 11-25T08:00",
    "bat 11-25T18:00 11-26T08:00",
  ]);
});

const instant = fc.integer({ min: at("2026-10-01T00:00:00Z"), max: at("2027-04-30T00:00:00Z") });
const between = fc
  .tuple(instant, fc.integer({ min: 60_000, max: 20 * 86_400_000 }))
  .map(([from, length]) => ({ from, until: from + length }));
const person = fc.constantFrom("awa", "bat", "cyr");
const clock = fc.constantFrom("00:00", "06:30", "08:00", "18:00", "23:59");
const pattern = fc.record({
  personId: person,
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  from: clock,
  to: clock,
  everyWeeks: fc.integer({ min: 1, max: 4 }),
  startsOn: fc.constantFrom("2026-09-01", "2026-11-11"),
  endsOn: fc.constantFrom(null, "2027-01-15"),
});
const zones = fc.constantFrom("Africa/Bamako", "Europe/Paris", "Asia/Ulaanbaatar", "Pacific/Apia");

test("an exchange between two people leaves no hour uncovered that was covered, and covers none that was not", () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 4 }),
      fc.array(fc.tuple(person, person, between), { maxLength: 3 }),
      between,
      zones,
      (patterns, asked, time, where) => {
        const swaps = asked
          .filter(([by, of]) => by !== of)
          .map(([askedBy, askedOf, when]) => ({ askedBy, askedOf, ...when }));
        const before = rota({ zone: where, patterns });
        expect(gapsIn(shiftsIn({ ...before, swaps }, time), time)).toEqual(gapsIn(shiftsIn(before, time), time));
      },
    ),
  );
});

test("at every instant either somebody is on call or it lies in a gap, never both", () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 4 }),
      between,
      zones,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (patterns, time, where, share) => {
        const shifts = shiftsIn(rota({ zone: where, patterns }), time);
        const moment = Math.floor(time.from + share * (time.until - time.from));
        const covers = (list: readonly { from: number; until: number }[]) =>
          list.some(({ from, until }) => from <= moment && moment < until);
        expect(covers(shifts)).toBe(!covers(gapsIn(shifts, time)));
      },
    ),
  );
});
