// What stands before the closing of a case, by the outcome that is wished. Pure; the dialog shows it before anybody asks the server.
import type { CloseOutcome } from "../model.ts";

export const blockers = ["tasks", "measures", "fields", "root_cause", "restoration", "review"] as const;
export type Blocker = (typeof blockers)[number];

export interface ClosingFacts {
  severity: string;
  /** Tasks that are neither done nor dropped. */
  openTasks: number;
  /** Countermeasures that were asked for and not answered, or are to be lifted. */
  openMeasures: number;
  /** Fields that a case is not closed without, and that are empty. */
  emptyFields: number;
  hasRootCause: boolean;
  /** Restored, and verified by somebody. */
  isRestored: boolean;
  isReviewed: boolean;
}

/** Severities whose cases a review closes (ISO/IEC 27035-1: the last phase, learning lessons). */
export const reviewedSeverities: ReadonlySet<string> = new Set(["high", "critical"]);

/**
 * Whatever the outcome, no task and no countermeasure is left hanging. What was a real incident has the team's required fields; one of high severity
 * has its root cause (unknown is a cause too) and its review, and where it was resolved, somebody who verified that all is restored.
 */
export function findBlockers(facts: ClosingFacts, outcome: CloseOutcome): Blocker[] {
  const isReal = outcome === "resolved" || outcome === "unresolved";
  const isHigh = isReal && reviewedSeverities.has(facts.severity);
  const stands: Record<Blocker, boolean> = {
    tasks: facts.openTasks > 0,
    measures: facts.openMeasures > 0,
    fields: isReal && facts.emptyFields > 0,
    root_cause: isHigh && !facts.hasRootCause,
    restoration: isHigh && outcome === "resolved" && !facts.isRestored,
    review: isHigh && !facts.isReviewed,
  };
  return blockers.filter((name) => stands[name]);
}
