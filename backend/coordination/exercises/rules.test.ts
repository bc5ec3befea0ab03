// The time of an exercise, what is measured by it, and scenarios that are refused in words.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseScenario, readScenarios } from "./read-scenarios.ts";
import { type Clock, decideAct, dueAt, measure, playedMs } from "./rules.ts";

const start = Date.parse("2026-11-22T14:00:00Z");
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
const iso = (minutes: number): string => at(minutes).toISOString();
const clock = (more: Partial<Clock> = {}): Clock => ({
  startedAt: iso(0),
  pauses: [],
  pausedAt: null,
  endedAt: null,
  ...more,
});

describe("the clock", () => {
  test("it stands still in a pause and after the end", () => {
    expect(playedMs(clock(), at(10))).toBe(600_000);
    expect(playedMs(clock({ pauses: [[iso(2), iso(5)]] }), at(10))).toBe(420_000);
    expect(playedMs(clock({ pausedAt: iso(4) }), at(10))).toBe(240_000);
    expect(playedMs(clock({ endedAt: iso(7) }), at(10))).toBe(420_000);
    expect(playedMs(clock({ startedAt: null }), at(10))).toBe(0);
  });

  test("whatever pauses there are, it never runs back, never faster than time, and what is due comes when it says", () => {
    const pauses = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 30 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 100 }), (gaps, first, more) => {
        let from = 0;
        const made = gaps.map(([wait, long]): [string, string] => {
          const begin = from + wait;
          from = begin + long;
          return [iso(begin), iso(from)];
        });
        const one = clock({ pauses: made });
        const [early, late] = [playedMs(one, at(first)), playedMs(one, at(first + more))];
        expect(late).toBeGreaterThanOrEqual(early);
        expect(late - early).toBeLessThanOrEqual(more * 60_000);
        const due = dueAt(one, 1_000, at(from + 1));
        expect(due && playedMs(one, due)).toBe(60_000_000);
      }),
    );
  });

  test("it is started once, paused while it runs, and ended once", () => {
    expect(decideAct("planned", "start")).toBe("running");
    expect(decideAct("paused", "resume")).toBe("running");
    for (const [state, act] of [
      ["running", "start"],
      ["planned", "pause"],
      ["running", "resume"],
      ["ended", "end"],
    ] as const)
      expect(() => decideAct(state, act)).toThrow(/cannot/);
  });
});

test("an action is in time, late, missing, awaited, or waits for its inject; a pause is not counted against anybody", () => {
  const within = { within: 10 };
  const played = { playedAt: iso(5) };
  expect(measure(within, { playedAt: null }, null, clock(), at(60)).outcome).toBe("waits");
  expect(measure(within, played, null, clock(), at(14)).outcome).toBe("open");
  expect(measure(within, played, null, clock(), at(16)).outcome).toBe("missed");
  expect(measure(within, played, iso(15), clock(), at(60))).toEqual({ outcome: "met", tookMinutes: 10 });
  expect(measure(within, played, iso(16), clock(), at(60))).toEqual({ outcome: "late", tookMinutes: 11 });
  expect(measure(within, played, iso(16), clock({ pauses: [[iso(6), iso(9)]] }), at(60)).outcome).toBe("met");
});

describe("scenarios", () => {
  test("two ship, each in three languages, with invented senders only", () => {
    expect(readScenarios().map(({ scenario }) => scenario.id)).toEqual(["hospital-ransomware", "mobile-money-wave"]);
  });

  const words = "{fr: Un, en: One, mn: Нэг}";
  const file = (inject: string, expects = ""): string =>
    `id: a-test\nversion: 1\ntitles: ${words}\nabout: ${words}\nsource: {kind: own_proposal, text: x}\nminutes: 10\ninjects:\n  - ${inject}\nexpects: [${expects}]\n`;
  const mail = (address: string, time = 0): string =>
    `{id: one, kind: mail, at: ${time}, titles: ${words}, subject: ${words}, text: ${words}, from: {name: x, address: ${address}}}`;

  test.each([
    [file(mail("a@b.example")), "none"],
    [file(mail("minister@gov.ml")), "Expected an invented address"],
    [file(mail("a@b.example", 11)), "expected at most 10"],
    [
      file(mail("a@b.example"), `{id: e, kind: taken, after: other, within: 5, titles: ${words}}`),
      "expected an inject of this scenario",
    ],
    [
      file(mail("a@b.example"), `{id: e, kind: many_told, after: one, within: 5, titles: ${words}}`),
      "expected an inject of findings",
    ],
    [file("{id: one, kind: fax, at: 0}"), "injects.0"],
    ["id: [", "unexpected end"],
  ])("%# is read, or refused with the field and what was expected", (text, fault) => {
    const read = parseScenario(text);
    const said = "faults" in read ? read.faults.join("; ") : "none";
    expect(said).toContain(fault);
  });
});
