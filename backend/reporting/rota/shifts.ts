// Who is on call when: the weekly patterns, without who is off, with who stands in, and with exchanged shifts at the other's name. Pure.
import { Temporal } from "temporal-polyfill";

export interface Pattern {
  personId: string;
  weekdays: readonly number[];
  from: string;
  to: string;
  everyWeeks: number;
  startsOn: string;
  endsOn: string | null;
}
/** Milliseconds since 1970, from inclusive, until exclusive. */
export interface Between {
  from: number;
  until: number;
}
export interface Rota {
  zone: string;
  patterns: readonly Pattern[];
  exceptions: readonly (Between & { personId: string; kind: "off" | "on" })[];
  /** Accepted ones, in the order in which they were accepted. */
  swaps: readonly (Between & { askedBy: string; askedOf: string })[];
}
export interface Shift extends Between {
  personId: string;
  isSwapped: boolean;
}

/** Shifts that touch the time, cut to it, in order. */
export function shiftsIn(rota: Rota, { from, until }: Between): Shift[] {
  let shifts: Shift[] = rota.patterns
    .flatMap((pattern) => spansOf(pattern, rota.zone, { from, until }))
    .map((shift) => ({ ...shift, isSwapped: false }));
  for (const off of rota.exceptions.filter(({ kind }) => kind === "off"))
    shifts = shifts.flatMap((shift) => (shift.personId === off.personId ? without(shift, off) : [shift]));
  for (const on of rota.exceptions.filter(({ kind }) => kind === "on"))
    shifts.push({ personId: on.personId, from: on.from, until: on.until, isSwapped: false });
  for (const swap of rota.swaps)
    shifts = shifts.flatMap((shift) => {
      if (shift.personId !== swap.askedBy) return [shift];
      const [begin, end] = [Math.max(shift.from, swap.from), Math.min(shift.until, swap.until)];
      if (begin >= end) return [shift];
      return [...without(shift, swap), { personId: swap.askedOf, from: begin, until: end, isSwapped: true }];
    });
  return joined(
    shifts
      .map((shift) => ({ ...shift, from: Math.max(shift.from, from), until: Math.min(shift.until, until) }))
      .filter((shift) => shift.from < shift.until),
  );
}

/** When nobody is on call, within the time. */
export function gapsIn(shifts: readonly Between[], { from, until }: Between): Between[] {
  const gaps: Between[] = [];
  let at = from;
  for (const shift of shifts.toSorted((a, b) => a.from - b.from)) {
    if (shift.from > at) gaps.push({ from: at, until: Math.min(shift.from, until) });
    at = Math.max(at, shift.until);
    if (at >= until) break;
  }
  if (at < until) gaps.push({ from: at, until });
  return gaps.filter((gap) => gap.from < gap.until);
}

function spansOf(pattern: Pattern, zone: string, { from, until }: Between): (Between & { personId: string })[] {
  const dayOf = (instant: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  const first = Temporal.PlainDate.from(pattern.startsOn);
  const last = pattern.endsOn === null ? null : Temporal.PlainDate.from(pattern.endsOn);
  const firstMonday = mondayOf(first);
  const spans: (Between & { personId: string })[] = [];
  const end = dayOf(until);
  // A shift of the night before still runs.
  for (
    let day = dayOf(from).subtract({ days: 1 });
    Temporal.PlainDate.compare(day, end) <= 0;
    day = day.add({ days: 1 })
  ) {
    if (!pattern.weekdays.includes(day.dayOfWeek) || Temporal.PlainDate.compare(day, first) < 0) continue;
    if (last && Temporal.PlainDate.compare(day, last) > 0) continue;
    const weeks = firstMonday.until(mondayOf(day), { largestUnit: "days" }).days / 7;
    if (weeks % pattern.everyWeeks !== 0) continue;
    const ends = pattern.to <= pattern.from ? day.add({ days: 1 }) : day;
    spans.push({
      personId: pattern.personId,
      from: instantOf(day, pattern.from, zone),
      until: instantOf(ends, pattern.to, zone),
    });
  }
  return spans;
}

function without(shift: Shift, { from, until }: Between): Shift[] {
  if (until <= shift.from || from >= shift.until) return [shift];
  return [
    { ...shift, until: from },
    { ...shift, from: until },
  ].filter((part) => part.from < part.until);
}

/** Shifts of one person that meet or overlap are one. */
function joined(shifts: readonly Shift[]): Shift[] {
  const done: Shift[] = [];
  for (const shift of shifts.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
    const before = done.findLast(
      ({ personId, isSwapped }) => personId === shift.personId && isSwapped === shift.isSwapped,
    );
    if (before && before.until >= shift.from) before.until = Math.max(before.until, shift.until);
    else done.push({ ...shift });
  }
  return done;
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

function instantOf(day: Temporal.PlainDate, time: string, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}
