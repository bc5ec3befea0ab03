// Moves a due time that falls on a day off to the next working day, unless a class or a dated decision forbids it. Pure.
import { Temporal } from "temporal-polyfill";
import { nextWorkingDay } from "./calendar.ts";
import { type ClockWorld, calendarReason, sayAt } from "./clock-world.ts";
import type { Reason } from "./duty.ts";
import type { Decision } from "./facts.ts";
import type { DurationClock } from "./model.ts";

type Roll = NonNullable<DurationClock["roll"]>;

/**
 * Delegated Regulation (EU) 2025/301, article 5(4)-(6), is the model: noon of the next working day; never for the listed classes; nor
 * where the authority so decided, but only for incidents reported after the day on which its decision was notified.
 */
export function rollOverDaysOff(
  roll: Roll,
  due: Temporal.Instant,
  world: ClockWorld,
  reasons: Reason[],
): Temporal.Instant {
  const local = due.toZonedDateTimeISO(world.timeZone);
  const cause = world.calendar.dayOff(local.toPlainDate());
  if (cause === null) return due;

  const barred = world.facts.classes.filter((name) => roll.notForClasses.includes(name));
  if (barred.length > 0) {
    reasons.push({ code: "roll_not_for_class", values: { classes: barred.join(", ") } });
    return due;
  }
  const decision = world.facts.decisions.find((it) => isBarredBy(it, roll, world));
  if (decision) {
    reasons.push({ code: "roll_removed_by_decision", values: { at: decision.notifiedOn.toString() } });
    return due;
  }
  const day = nextWorkingDay(world.calendar, local.toPlainDate());
  const moved = day.toZonedDateTime({ timeZone: world.timeZone, plainTime: roll.at }).toInstant();
  reasons.push({
    code: cause === "weekly_rest" ? "rolled_weekend" : "rolled_holiday",
    values: { from: sayAt(due, world), to: sayAt(moved, world), holiday: cause },
  });
  reasons.push(calendarReason(world.calendar));
  return moved;
}

/** An incident that nobody has reported yet will be reported now at the earliest. */
function isBarredBy(decision: Decision, roll: Roll, world: ClockWorld): boolean {
  if (roll.notAfterDecision === null || decision.kind !== roll.notAfterDecision) return false;
  if (decision.stages.length > 0 && !decision.stages.includes(world.stage)) return false;
  if (decision.classes.length > 0 && !decision.classes.some((name) => world.facts.classes.includes(name))) return false;
  const reportedAt = world.facts.events.get("initial.submitted")?.[0] ?? world.now;
  const notified = decision.notifiedOn;
  if (notified instanceof Temporal.Instant) return Temporal.Instant.compare(reportedAt, notified) > 0;
  return Temporal.PlainDate.compare(reportedAt.toZonedDateTimeISO(world.timeZone).toPlainDate(), notified) > 0;
}
