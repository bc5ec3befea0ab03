// Time that counts: minutes within business hours, without days off and without pauses; when a number of them is used up. Pure.
import { Temporal } from "temporal-polyfill";
import type { Hours } from "./model.ts";

/** Milliseconds since 1970, from inclusive, until exclusive. */
export interface Span {
  from: number;
  until: number;
}

export interface Week {
  zone: string;
  hours: readonly Hours[];
  /** Whether the local day is off altogether. */
  isOff: (day: Temporal.PlainDate) => boolean;
}

/** A calendar that is off for so long has a fault; nothing is waited for longer. */
const mostDays = 3660;

/** Open spans from an instant on, in order; ends after ten years. A span begins and ends by the clock on the wall, so a changed clock makes it longer or shorter. */
export function* openSpans(start: number, week: Week): Generator<Span> {
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(week.zone).toPlainDate();
  const hours = week.hours.toSorted((a, b) => a.from.localeCompare(b.from));
  for (let days = 0; days < mostDays; days++) {
    const day = first.add({ days });
    if (week.isOff(day)) continue;
    for (const span of hours) {
      if (span.weekday !== day.dayOfWeek) continue;
      const from = instantOf(day, span.from, week.zone);
      const until =
        span.until === "24:00"
          ? instantOf(day.add({ days: 1 }), "00:00", week.zone)
          : instantOf(day, span.until, week.zone);
      if (until > start && until > from) yield { from: Math.max(from, start), until };
    }
  }
}

/** The one span of a clock that never closes. */
export function* alwaysOpen(start: number): Generator<Span> {
  yield { from: start, until: Infinity };
}

/** What of the spans no pause covers. Pauses may overlap and come in any order; an open one ends at Infinity. */
export function* withoutPauses(spans: Iterable<Span>, pauses: readonly Span[]): Generator<Span> {
  const sorted = pauses.toSorted((a, b) => a.from - b.from);
  for (const span of spans) {
    let from = span.from;
    for (const pause of sorted) {
      if (pause.until <= from || pause.from >= span.until) continue;
      if (pause.from > from) yield { from, until: pause.from };
      from = Math.max(from, pause.until);
      if (from >= span.until) break;
    }
    if (from < span.until && from !== Infinity) yield { from, until: span.until };
    // Nothing runs again after a pause that is still open.
    if (from === Infinity) return;
  }
}

/** When so many milliseconds of the spans are used up; undefined when they never are. */
export function useUp(spans: Iterable<Span>, wanted: number): number | undefined {
  let left = wanted;
  for (const { from, until } of spans) {
    if (until - from >= left) return from + left;
    left -= until - from;
  }
  return undefined;
}

/** Milliseconds of the spans before an instant. */
export function usedUntil(spans: Iterable<Span>, instant: number): number {
  let used = 0;
  for (const { from, until } of spans) {
    if (from >= instant) break;
    used += Math.min(until, instant) - from;
  }
  return used;
}

function instantOf(day: Temporal.PlainDate, time: string, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}
