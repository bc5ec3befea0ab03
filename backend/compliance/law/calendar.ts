// Working days of a country: weekly rest and holidays as data, with the calendar's version. Pure.
import { Temporal } from "temporal-polyfill";
import { z } from "zod";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The part of a country file (policies/schema/country.schema.json) that the clocks read. */
export const CalendarData = z.object({
  version: z.string(),
  weeklyRestDays: z.array(z.enum(weekdays)).min(1),
  holidays: z.array(
    z.object({
      id: z.string(),
      rule: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("fixed"), month: z.int(), day: z.int() }),
        z.object({ kind: z.literal("easter"), offsetDays: z.int() }),
        z.object({ kind: z.literal("dates"), dates: z.array(z.string()), isEstimated: z.boolean() }),
      ]),
    }),
  ),
});
export type CalendarData = z.infer<typeof CalendarData>;

export interface Calendar {
  /** "ML" or "weekends". */
  id: string;
  version: string;
  /** The holiday's id, "weekly_rest", or null on a working day. */
  dayOff(day: Temporal.PlainDate): string | null;
}

/** @param extraDaysOff local dates (YYYY-MM-DD) that one entity's facts add. */
export function makeCalendar(id: string, data: CalendarData, extraDaysOff: string[] = []): Calendar {
  const rest = new Set(data.weeklyRestDays.map((name) => weekdays.indexOf(name) + 1));
  const extra = new Set(extraDaysOff);
  const years = new Map<number, Map<string, string>>();
  return {
    id,
    version: data.version,
    dayOff(day) {
      if (rest.has(day.dayOfWeek)) return "weekly_rest";
      let holidays = years.get(day.year);
      if (!holidays) years.set(day.year, (holidays = holidaysOf(data, day.year)));
      return holidays.get(day.toString()) ?? (extra.has(day.toString()) ? "stated_day_off" : null);
    },
  };
}

/** The next working day strictly after `day`. */
export function nextWorkingDay(calendar: Calendar, day: Temporal.PlainDate): Temporal.PlainDate {
  let next = day.add({ days: 1 });
  // A calendar without a working day in a year would be a fault in its data; stop rather than turn for ever.
  for (let tries = 0; calendar.dayOff(next) !== null; tries++) {
    if (tries > 366)
      throw new Error(`calendar ${calendar.id} ${calendar.version} has no working day after ${day.toString()}`);
    next = next.add({ days: 1 });
  }
  return next;
}

/** The day of the event is not counted; the count-th working day after it is the answer. */
export function addWorkingDays(calendar: Calendar, day: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let at = day;
  for (let done = 0; done < count; done++) at = nextWorkingDay(calendar, at);
  return at;
}

function holidaysOf(data: CalendarData, year: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const { id, rule } of data.holidays) {
    if (rule.kind === "dates") for (const date of rule.dates) found.set(date, id);
    else if (rule.kind === "easter") found.set(easterSunday(year).add({ days: rule.offsetDays }).toString(), id);
    else if (Temporal.PlainDate.from({ year, month: rule.month, day: 1 }).daysInMonth >= rule.day)
      found.set(Temporal.PlainDate.from({ year, month: rule.month, day: rule.day }).toString(), id);
  }
  return found;
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return Temporal.PlainDate.from({ year, month, day });
}
