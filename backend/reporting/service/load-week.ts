// The week of an edition of the service levels: its hours, and the days off of the country's calendar, read once.
import type { Temporal } from "temporal-polyfill";
import { type Calendar, CalendarData, loadLawWorld, makeCalendar } from "../../compliance/law/index.ts";
import type { Week } from "./business-time.ts";
import type { Levels } from "./model.ts";

const known = new Map<string, Calendar>();

/** The country's calendar; that of weekends alone where none is known. */
export function calendarOf(country: string): Calendar {
  const code = country.toUpperCase();
  const found = known.get(code);
  if (found) return found;
  const { calendars } = loadLawWorld();
  const own = calendars.get(code);
  const calendar = own
    ? makeCalendar(code, own)
    : makeCalendar("weekends", CalendarData.parse(calendars.get("weekends")));
  known.set(code, calendar);
  return calendar;
}

/** Weekly rest is what the hours leave out: of the calendar only holidays count. */
export function weekOf(levels: Levels, country: string): Week {
  const calendar = calendarOf(country);
  const isOff = (day: Temporal.PlainDate): boolean => {
    if (!levels.hasHolidays) return false;
    const off = calendar.dayOff(day);
    return off !== null && off !== "weekly_rest";
  };
  return { zone: levels.zone, hours: levels.hours, isOff };
}
