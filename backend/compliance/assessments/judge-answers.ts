// How a duty stands today, and how far an entity has come: from answers, exceptions and evidence. Pure.
import type { Obligation, VerificationStatus } from "../law/model.ts";
import type { AnswerState, Progress, Standing } from "./model.ts";

/** The texts that somebody has read; of others nobody knows whether they are law. */
const read: readonly VerificationStatus[] = ["verified", "primary", "secondary"];

/** Whether a duty counts as law: advice never does, nor a text that nobody has read, nor a right or a power. */
export function countsAsLaw(
  { norm, modality }: Pick<Obligation, "norm" | "modality">,
  verification: VerificationStatus,
): boolean {
  return (
    (norm === "duty" || norm === "prohibition") &&
    (modality === "statutory" || modality === "regulatory") &&
    read.includes(verification)
  );
}

export interface Judged {
  state: AnswerState;
  /** False where a fact that the entity stated excludes the duty. */
  isRequired: boolean;
  evidence: readonly { effectiveOn: string; expiresOn: string | null; isWithdrawn: boolean }[];
}

/** Days are local: 2026-11-22. Evidence holds on its last day. */
export function isExpired(expiresOn: string | null, today: string): boolean {
  return expiresOn !== null && expiresOn < today;
}

/**
 * The answer stays what was said; but what was met by evidence that has all expired has lapsed. An answer without any evidence
 * lapses not: nothing of it had an end.
 */
export function standingOf({ state, isRequired, evidence }: Judged, today: string): Standing {
  if (!isRequired) return "not_required";
  const held = evidence.filter((one) => !one.isWithdrawn);
  const isLapsed = state === "met" && held.length > 0 && held.every((one) => isExpired(one.expiresOn, today));
  return isLapsed ? "lapsed" : state;
}

/** @returns numbers that add up: counted + notApplicable + notCounted is the number of items. */
export function progressOf(items: readonly { standing: Standing; isCounted: boolean }[]): Progress {
  const counting = items.filter((one) => one.isCounted);
  const number = (...wanted: Standing[]): number => counting.filter((one) => wanted.includes(one.standing)).length;
  const notApplicable = number("not_applicable", "not_required");
  const counted = counting.length - notApplicable;
  const met = number("met");
  return {
    counted,
    met,
    partly: number("partly"),
    notMet: number("not_met"),
    lapsed: number("lapsed"),
    excepted: number("excepted"),
    open: number("open"),
    notApplicable,
    notCounted: items.length - counting.length,
    percent: counted === 0 ? null : Math.floor((met * 100) / counted),
  };
}
