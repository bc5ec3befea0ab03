// From a clock and the facts to the due time, with each step as a reason. Pure; `now` is given.
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { addPeriod, subtractPeriod } from "./add-time.ts";
import { addWorkingDays } from "./calendar.ts";
import { type ClockWorld, calendarReason, periodReason, sayAt } from "./clock-world.ts";
import type { Reason } from "./duty.ts";
import type { Facts } from "./facts.ts";
import type { Clock, DurationClock } from "./model.ts";
import { rollOverDaysOff } from "./roll.ts";

export interface DueTime {
  due: Temporal.Instant | null;
  startsFrom: string;
  startedAt: Temporal.Instant | null;
  reasons: Reason[];
}

/** The due time of one clock. `due` is null while the start has not happened, and for kinds that give no instant. */
export function computeDue(clock: Clock, world: ClockWorld): DueTime {
  switch (clock.kind) {
    case "duration":
      return countDuration(clock, world);
    case "periodic":
      return nextOccurrence(clock, world);
    case "fixed_date":
      return nextFixedDate(clock, world);
    case "before_event":
      return beforeEvent(clock, world);
    case "immediate":
    case "reasonable":
    case "unverified":
      return {
        ...findStart(clock.start, "first", world.facts),
        due: null,
        reasons: [{ code: clock.kind, values: {} }],
      };
    case "none_in_law": {
      const reasons: Reason[] = [{ code: "none_in_law", values: {} }];
      if (clock.advisory) reasons.push(periodReason("advice", clock.advisory.duration));
      return { ...findStart(clock.start, "first", world.facts), due: null, reasons };
    }
  }
}

function findStart(names: string[], take: "first" | "last", facts: Facts): Pick<DueTime, "startsFrom" | "startedAt"> {
  for (const name of names) {
    const at = facts.events.get(name);
    if (at && at.length > 0) return { startsFrom: name, startedAt: at[take === "last" ? at.length - 1 : 0] ?? null };
  }
  return { startsFrom: names[0] ?? "", startedAt: null };
}

function countDuration(clock: DurationClock, world: ClockWorld): DueTime {
  const start = findStart(clock.start, clock.take, world.facts);
  if (start.startedAt === null) return { ...start, due: null, reasons: [notStarted(clock.start)] };
  const reasons: Reason[] = [];
  let due = count(clock, start.startedAt, start.startsFrom, world, reasons);
  if (clock.cap) due = keepBelowCap(clock.cap, due, start.startedAt, world, reasons);
  if (clock.whileOngoing) due = waitForEnd(clock.whileOngoing, due, world, reasons);
  if (clock.extension) reasons.push(periodReason("may_be_extended", clock.extension.duration));
  if (clock.roll) due = rollOverDaysOff(clock.roll, due, world, reasons);
  else if (clock.note) reasons.push({ code: clock.note, values: {} });
  return { ...start, due, reasons };
}

function count(
  clock: DurationClock,
  from: Temporal.Instant,
  event: string,
  world: ClockWorld,
  reasons: Reason[],
): Temporal.Instant {
  if (clock.workingDays !== undefined) {
    const local = from.toZonedDateTimeISO(world.timeZone);
    const day = addWorkingDays(world.calendar, local.toPlainDate(), clock.workingDays);
    reasons.push({ code: "counted_working_days", values: { count: clock.workingDays, event, at: sayAt(from, world) } });
    reasons.push(calendarReason(world.calendar));
    return day.toZonedDateTime({ timeZone: world.timeZone, plainTime: local.toPlainTime() }).toInstant();
  }
  const end = addPeriod(from, clock.duration ?? "PT0H", world.timeZone);
  reasons.push(periodReason("counted", clock.duration ?? "PT0H", { event, at: sayAt(from, world) }));
  if (end.isClamped) reasons.push({ code: "last_day_of_month", values: {} });
  return end.at;
}

/** DORA RTS article 5(1)(a) and (2) are the model: whichever ends first, but a start after the cap counts by itself. */
function keepBelowCap(
  cap: NonNullable<DurationClock["cap"]>,
  due: Temporal.Instant,
  startedAt: Temporal.Instant,
  world: ClockWorld,
  reasons: Reason[],
): Temporal.Instant {
  const capStart = world.facts.events.get(cap.start)?.[0];
  if (!capStart) {
    reasons.push({ code: "cap_unknown", values: { event: cap.start } });
    return due;
  }
  const end = addPeriod(capStart, cap.duration, world.timeZone).at;
  if (Temporal.Instant.compare(startedAt, end) > 0) {
    reasons.push(periodReason("started_after_cap", cap.duration, { event: cap.start }));
    return due;
  }
  if (Temporal.Instant.compare(due, end) <= 0) return due;
  reasons.push(periodReason("capped", cap.duration, { event: cap.start, at: sayAt(capStart, world) }));
  return end;
}

function waitForEnd(
  ongoing: NonNullable<DurationClock["whileOngoing"]>,
  due: Temporal.Instant,
  world: ClockWorld,
  reasons: Reason[],
): Temporal.Instant {
  const ended = world.facts.events.get(ongoing.until)?.at(-1);
  if (!ended || Temporal.Instant.compare(ended, due) <= 0) return due;
  reasons.push(periodReason("counted_from_end", ongoing.duration, { event: ongoing.until, at: sayAt(ended, world) }));
  return addPeriod(ended, ongoing.duration, world.timeZone).at;
}

function nextOccurrence(clock: Extract<Clock, { kind: "periodic" }>, world: ClockWorld): DueTime {
  const start = findStart(clock.anchor, "last", world.facts);
  if (start.startedAt === null)
    return { ...start, due: null, reasons: [{ code: "period_without_anchor", values: {} }] };
  const rule = new RRuleTemporal({
    // RFC 7529: a day that a year or a month lacks falls back to its last, as months do elsewhere.
    rruleString: `RRULE:${clock.rrule};RSCALE=GREGORIAN;SKIP=BACKWARD`,
    dtstart: start.startedAt.toZonedDateTimeISO(world.timeZone),
    temporal: Temporal,
  });
  const next = rule.next(start.startedAt.toZonedDateTimeISO(world.timeZone), false);
  const reasons = [{ code: "counted_period", values: { event: start.startsFrom, at: sayAt(start.startedAt, world) } }];
  return { ...start, due: next ? next.toInstant() : null, reasons };
}

/**
 * Falls at 23:59:59 local. A submission in a year answers that year; the next is due the year after. Without any submission
 * the next date from now on is meant: nothing says that an earlier one was owed.
 */
function nextFixedDate(clock: Extract<Clock, { kind: "fixed_date" }>, world: ClockWorld): DueTime {
  const startsFrom = clock.first?.start ?? "calendar";
  const last = world.facts.events.get(`${world.stage}.submitted`)?.at(-1) ?? null;
  const begun = clock.first ? world.facts.events.get(clock.first.start)?.[0] : undefined;
  if (clock.first && begun && last === null) {
    const due = addPeriod(begun, clock.first.duration, world.timeZone).at;
    return {
      due,
      startsFrom,
      startedAt: begun,
      reasons: [periodReason("first_time", clock.first.duration, { event: startsFrom, at: sayAt(begun, world) })],
    };
  }
  const inYear = (year: number): Temporal.Instant => {
    const day = Temporal.PlainDate.from({ year, month: clock.month, day: clock.day });
    return day.toZonedDateTime({ timeZone: world.timeZone, plainTime: "23:59:59" }).toInstant();
  };
  const nowYear = world.now.toZonedDateTimeISO(world.timeZone).year;
  const reasons = [{ code: "fixed_date", values: { month: clock.month, day: clock.day } }];
  if (last !== null) {
    const lastYear = last.toZonedDateTimeISO(world.timeZone).year;
    return { due: inYear(nowYear > lastYear ? lastYear + 1 : lastYear), startsFrom, startedAt: null, reasons };
  }
  const thisYear = inYear(nowYear);
  const due = Temporal.Instant.compare(thisYear, world.now) < 0 ? inYear(nowYear + 1) : thisYear;
  return { due, startsFrom, startedAt: null, reasons };
}

function beforeEvent(clock: Extract<Clock, { kind: "before_event" }>, world: ClockWorld): DueTime {
  const at = world.facts.events.get(clock.event)?.[0] ?? null;
  const base = { startsFrom: clock.event, startedAt: null };
  if (at === null) return { ...base, due: null, reasons: [{ code: "before_event", values: { event: clock.event } }] };
  if (clock.lead === undefined)
    return { ...base, due: at, reasons: [{ code: "before_event", values: { event: clock.event } }] };
  const due = subtractPeriod(at, clock.lead, world.timeZone);
  return { ...base, due, reasons: [periodReason("before_event_by", clock.lead, { event: clock.event })] };
}

function notStarted(names: string[]): Reason {
  return { code: "not_started", values: { event: names[0] ?? "" } };
}
