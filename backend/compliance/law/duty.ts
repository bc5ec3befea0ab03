// What the clock engine answers: one duty with its due time, its state and its reasons. Pure types; screens may read them.
import type { ClockKind, Obligation, VerificationStatus } from "./model.ts";

/**
 * waiting: its start has not happened. running: it binds now. overdue: its time is past. submitted, submitted_late: done.
 * overtaken: a later stage was filed. no_time: the law sets none, or it could not be verified. not_required: a stated fact excludes it.
 * not_binding: the text was not in force, or did not bind this state, on that day.
 */
export const dutyStatuses = [
  "waiting",
  "running",
  "overdue",
  "submitted",
  "submitted_late",
  "overtaken",
  "no_time",
  "not_required",
  "not_binding",
] as const;
export type DutyStatus = (typeof dutyStatuses)[number];

/** One reason, as a key of the words' catalogue (`law.why_<code>`) with its values; said in a language at the edge. */
export interface Reason {
  code: string;
  values: Record<string, string | number>;
}

export interface Duty {
  obligation: string;
  stage: string;
  addressee: string;
  clock: ClockKind;
  /** RFC 3339, UTC, after any roll; null where no time can be computed. */
  due: string | null;
  status: DutyStatus;
  /** The event that starts the clock. */
  startsFrom: string;
  /** When that event happened; null while it has not. */
  startedAt: string | null;
  cites: string[];
  reasons: Reason[];
  norm: Obligation["norm"];
  modality: Obligation["modality"];
  verification: VerificationStatus;
}
