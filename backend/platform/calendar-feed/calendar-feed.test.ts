// A calendar is read back by another's reader as it was written, whatever stands in its texts.
import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { type CalendarEntry, writeCalendar } from "./index.ts";

const madeAt = new Date("2026-11-22T07:00:00Z");

function read(text: string): { name: unknown; events: ICAL.Event[] } {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown as unknown[]);
  return {
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    events: calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event)),
  };
}

const entry: CalendarEntry = {
  uid: "filing:1@toguna.example",
  title: "Rapport final; APDP, « demain » \\ fin",
  at: new Date("2026-12-05T23:59:59Z"),
  description: "Первая\nҮндэсний төв: өгөгдөл",
  url: "https://toguna.example/console/filings/1",
  alarmMinutes: 1440,
};

test("an entry comes back with its text, its moment in UTC, its address and its alarm", () => {
  const { name, events } = read(writeCalendar({ name: "Échéances Үндэсний", madeAt, entries: [entry] }));
  expect(name).toBe("Échéances Үндэсний");
  const [event] = events;
  expect(event).toMatchObject({ uid: entry.uid, summary: entry.title, description: entry.description });
  expect(event?.startDate.toJSDate().toISOString()).toBe("2026-12-05T23:59:59.000Z");
  expect(String(event?.component.getFirstPropertyValue("url"))).toBe(entry.url);
  expect(event?.component.getAllSubcomponents("valarm")).toHaveLength(1);
});

test("any text stays one text: no line is above 75 octets, none begins a component, and it is read back", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          title: fc.string({ unit: "binary", maxLength: 200 }),
          description: fc.string({ unit: "grapheme", maxLength: 200 }),
        }),
        {
          maxLength: 4,
        },
      ),
      (texts) => {
        const entries = texts.map((it, index) => ({ ...entry, ...it, uid: `u${index}@x` }));
        const text = writeCalendar({ name: "x", madeAt, entries });
        for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text.split("\r\n").filter((line) => line === "BEGIN:VEVENT")).toHaveLength(entries.length);
        const { events } = read(text);
        expect(events).toHaveLength(entries.length);
        const plain = (it: string): string => it.replaceAll(/[\p{Cc}\u2028\u2029\ufffd\s]/gu, "");
        expect(events.map(({ description }) => plain(description))).toEqual(texts.map((it) => plain(it.description)));
      },
    ),
  );
});
