// Adds a legal period to an instant: hours in absolute time, days and months by the local calendar. Pure.
import { Temporal } from "temporal-polyfill";

/** How Temporal came to the end of a period: `isClamped` when the month has no such day (31 January + 1 month). */
export interface PeriodEnd {
  at: Temporal.Instant;
  isClamped: boolean;
}

/**
 * Hours and minutes pass in absolute time; years, months, weeks and days by the wall clock of `timeZone`, keeping the hour of the start;
 * a day that the month does not have becomes its last (Regulation 1182/71, article 3(2)(c), says the same).
 * @param iso ISO 8601 duration, such as "PT72H" or "P1M"
 */
export function addPeriod(start: Temporal.Instant, iso: string, timeZone: string): PeriodEnd {
  const period = Temporal.Duration.from(iso);
  const { years, months, weeks, days } = period;
  if (years === 0 && months === 0 && weeks === 0 && days === 0) return { at: start.add(period), isClamped: false };
  const from = start.toZonedDateTimeISO(timeZone);
  const byCalendar = from.add({ years, months, weeks, days });
  const isClamped = (years > 0 || months > 0) && weeks === 0 && days === 0 && byCalendar.day !== from.day;
  return { at: byCalendar.toInstant().add({ hours: period.hours, minutes: period.minutes }), isClamped };
}

/** The period before an instant, for duties that come ahead of an event. */
export function subtractPeriod(end: Temporal.Instant, iso: string, timeZone: string): Temporal.Instant {
  const { years, months, weeks, days, hours, minutes } = Temporal.Duration.from(iso);
  const byCalendar = end.toZonedDateTimeISO(timeZone).subtract({ years, months, weeks, days });
  return byCalendar.toInstant().subtract({ hours, minutes });
}

/** The whole, largest unit of a duration, for sentences: "PT72H" → {unit: "hours", count: 72}. */
export function sayPeriod(iso: string): { unit: "years" | "months" | "days" | "hours" | "minutes"; count: number } {
  const { years, months, weeks, days, hours, minutes } = Temporal.Duration.from(iso);
  if (years > 0 && months === 0) return { unit: "years", count: years };
  if (years > 0 || months > 0) return { unit: "months", count: years * 12 + months };
  if (weeks > 0 || days > 0) return { unit: "days", count: weeks * 7 + days };
  if (hours > 0) return { unit: "hours", count: hours };
  return { unit: "minutes", count: minutes };
}
