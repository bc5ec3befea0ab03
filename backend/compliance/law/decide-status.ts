// In what state a duty is: done, overtaken, late, running, or without a time. Pure; `now` is given.
import { Temporal } from "temporal-polyfill";
import type { DueTime } from "./compute-due.ts";
import type { DutyStatus } from "./duty.ts";
import type { Facts } from "./facts.ts";
import type { Obligation } from "./model.ts";

/** First what was done, then whether it binds at all, then what the clock says. */
export function decideStatus(given: {
  it: Obligation;
  time: DueTime;
  submitted: Temporal.Instant | null;
  isOvertaken: boolean;
  binds: boolean;
  isExcluded: boolean;
  now: Temporal.Instant;
}): DutyStatus {
  const { it, time, submitted, now } = given;
  if (submitted !== null) {
    const isLate = given.binds && time.due !== null && Temporal.Instant.compare(submitted, time.due) > 0;
    return isLate ? "submitted_late" : "submitted";
  }
  if (!given.binds) return "not_binding";
  if (given.isExcluded) return "not_required";
  if (given.isOvertaken) return "overtaken";
  if (time.due !== null) return Temporal.Instant.compare(now, time.due) > 0 ? "overdue" : "running";
  if (it.clock.kind === "none_in_law" || it.clock.kind === "unverified") return "no_time";
  return time.startedAt === null ? "waiting" : "running";
}

/** A threshold stated as not met, or an exception stated as met. */
export function isExcluded(it: Obligation, facts: Facts): boolean {
  if (it.threshold !== "none" && facts.conditions.get(it.threshold.id) === false) return true;
  return it.exceptions !== "none" && it.exceptions.some((one) => facts.conditions.get(one.id) === true);
}

/** When this very due time was answered. A duty that comes back is answered by the submission of its own period only. */
export function doneAt(it: Obligation, time: DueTime, facts: Facts, timeZone: string): Temporal.Instant | null {
  const submissions = facts.events.get(`${it.stage}.submitted`) ?? [];
  if (it.clock.kind === "periodic") return null;
  if (it.clock.kind === "fixed_date") {
    const last = submissions.at(-1);
    const due = time.due;
    if (!last || due === null) return null;
    return yearOf(last, timeZone) === yearOf(due, timeZone) || time.startedAt !== null ? last : null;
  }
  // Where the filing starts the authority's clock, the authority's own act ends it.
  if (time.startsFrom === `${it.stage}.submitted`) return facts.events.get(`${it.stage}.issued`)?.[0] ?? null;
  return submissions[0] ?? null;
}

function yearOf(at: Temporal.Instant, timeZone: string): number {
  return at.toZonedDateTimeISO(timeZone).year;
}
