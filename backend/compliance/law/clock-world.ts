// What a clock needs to know of its surroundings, and the common sentences of its reasons. Pure.
import type { Temporal } from "temporal-polyfill";
import { writeMoment } from "../../platform/words/say-instant.ts";
import { sayPeriod } from "./add-time.ts";
import type { Calendar } from "./calendar.ts";
import type { Reason } from "./duty.ts";
import type { Facts } from "./facts.ts";

export interface ClockWorld {
  facts: Facts;
  calendar: Calendar;
  timeZone: string;
  now: Temporal.Instant;
  stage: string;
}

/** Which calendar decided, with its version. */
export function calendarReason(calendar: Calendar): Reason {
  return calendar.id === "weekends"
    ? { code: "calendar_weekends_only", values: {} }
    : { code: "calendar", values: { country: calendar.id, version: calendar.version } };
}

/** A reason that names a period; the catalogue has one sentence for all units. */
export function periodReason(code: string, iso: string, values: Record<string, string> = {}): Reason {
  const { unit, count } = sayPeriod(iso);
  return { code, values: { ...values, unit, count } };
}

/** An instant as local people read it: "2026-02-27 17:00 UTC". */
export function sayAt(at: Temporal.Instant, world: { timeZone: string }): string {
  return writeMoment(new Date(at.epochMilliseconds), world.timeZone);
}
