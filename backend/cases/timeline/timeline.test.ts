// Times as logs write them, rows as tables hold them, and where a picture puts its dots.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawTimeline, placeEvents } from "./draw-timeline.ts";
import { readInstant } from "./read-instant.ts";
import { readRows, readScan } from "./read-rows.ts";

const zones = ["UTC", "Africa/Bamako", "Asia/Ulaanbaatar", "Europe/Paris", "America/Sao_Paulo"];

describe("a time", () => {
  test.each([
    ["2026-11-22T14:07:31Z", "UTC", "2026-11-22T14:07:31.000Z"],
    ["2026-11-22 14:07:31.5", "Asia/Ulaanbaatar", "2026-11-22T06:07:31.500Z"],
    ["2026-11-22 14:07 +02:00", "UTC", "2026-11-22T12:07:00.000Z"],
    ["2026-11-22T14:07:31+0200", "UTC", "2026-11-22T12:07:31.000Z"],
    ["22/11/2026 14:07", "Africa/Bamako", "2026-11-22T14:07:00.000Z"],
    ["03.04.2026", "UTC", "2026-04-03T00:00:00.000Z"],
    ["1795356451", "Europe/Paris", "2026-11-22T14:07:31.000Z"],
    ["1795356451000", "Europe/Paris", "2026-11-22T14:07:31.000Z"],
    // Shown twice by the clocks of that night: the first.
    ["2026-10-25 02:30", "Europe/Paris", "2026-10-25T00:30:00.000Z"],
  ])("%s in %s is read", (text, zone, expected) => expect(readInstant(text, zone)).toBe(expected));

  test.each([
    "",
    "yesterday",
    "2026-13-01",
    "2026-02-30 10:00",
    "25:00",
    "2026-03-29 02:30",
    "12/31/2026",
    "2026-11-22 24:30",
  ])("%s is none", (text) => expect(readInstant(text, "Europe/Paris")).toBeUndefined());

  test("what is written in RFC 3339 comes back as it was, whatever the zone; any text gives a time or none", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (date, zone) => {
          expect(readInstant(date.toISOString(), zone)).toBe(date.toISOString());
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...zones), (text, zone) => {
        const read = readInstant(text, zone);
        expect(read === undefined || !Number.isNaN(Date.parse(read))).toBe(true);
      }),
    );
  });
});

describe("rows of a file", () => {
  const asked = { isTrial: "true", zone: "UTC" } as const;

  test("every row is an entry or a problem with its line, and equal rows have keys of their own", () => {
    const cell = fc.oneof(fc.constantFrom("2026-11-22 10:00", "22/11/2026 10:00", "soon", ""), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, fc.string()), { maxLength: 20 }), (rows) => {
        const sheet = {
          header: ["time", "title"],
          rows: rows.map((cells, at) => ({ line: at + 2, cells })),
          problems: [],
        };
        const read = readRows(sheet, asked);
        expect(read.events.length + read.problems.length).toBe(rows.length);
        expect(new Set(read.events.map(({ importKey }) => importKey)).size).toBe(read.events.length);
        expect(readRows(sheet, asked)).toEqual(read);
      }),
    );
  });

  test("a table without a column of times says so, and a column that is named is taken", () => {
    const sheet = { header: ["a", "b"], rows: [{ line: 2, cells: ["2026-11-22", "It began"] }], problems: [] };
    expect(readRows(sheet, asked)).toMatchObject({ events: [], problems: [{ line: 1 }] });
    expect(readRows(sheet, { ...asked, time: "a", title: "b" }).events).toMatchObject([{ title: "It began" }]);
  });

  test("a file that is no scan is left to the tables, and a broken line in a scan is told", () => {
    expect(readScan("time,title\n")).toBeUndefined();
    expect(readScan('{"a": 1}')).toBeUndefined();
    const line = JSON.stringify({
      engine: "sigma",
      ruleId: "r",
      rule: "A rule",
      level: "high",
      source: "s",
      at: "2026-11-22T10:00:00Z",
    });
    expect(readScan(`${line}\nbroken\n`)).toMatchObject({ events: [{ title: "A rule" }], problems: [{ line: 2 }] });
  });
});

describe("the picture", () => {
  test("dots stand in the order of time and inside the picture, however far apart", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 1, maxLength: 300 }),
        (some) => {
          const xs = placeEvents([...some].sort((left, right) => left - right));
          expect(xs).toEqual([...xs].sort((left, right) => left - right));
          expect(xs.every((x) => x >= 120 && x <= 660)).toBe(true);
        },
      ),
    );
  });

  test("whatever a title holds, the document has no element that is not the picture's own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (title) => {
        const svg = drawTimeline(
          [{ happenedAt: "2026-11-22T10:00:00.000Z", endedAt: null, category: "entry", title, isApproximate: false }],
          { title: "A picture", lane: (category) => category, isDark: true },
        );
        const names = [...svg.matchAll(/<(\w+)/g)].map(([, name]) => name);
        expect(new Set(names)).toEqual(new Set(["svg", "title", "text", "line", "g", "circle"]));
      }),
    );
  });
});
