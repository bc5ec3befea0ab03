// What a clock of the team says at a moment: due when, how much is left, in which state. It knows pauses and business hours, and nothing of the law. Pure.
import { alwaysOpen, openSpans, type Span, usedUntil, useUp, type Week, withoutPauses } from "./business-time.ts";
import type { ClockKind, ClockState, Levels, SubjectKind, Target } from "./model.ts";

export interface ClockFacts {
  kind: ClockKind;
  subjectKind: SubjectKind;
  /** Null: not assessed yet, counted as medium. */
  severity: string | null;
  startedAt: number;
  endedAt: number | null;
  isWithoutObject: boolean;
  pauses: readonly Span[];
}

export interface ClockNow {
  state: ClockState;
  dueAt: number | null;
  leftMinutes: number | null;
  targetMinutes: number | null;
  isBusinessHours: boolean;
  isLate: boolean | null;
}

/** Of the target's time this much is left when a clock is called near its end. */
const soonShare = 0.25;

export function targetOf(levels: Levels, kind: SubjectKind, severity: string | null): Target | undefined {
  return levels.targets.find((target) => target.kind === kind && target.severity === (severity ?? "medium"));
}

/** A first answer is never paused: nobody waits for somebody whom they have not answered. */
export function clockOf(facts: ClockFacts, levels: Levels, week: Week, now: number): ClockNow {
  const target = targetOf(levels, facts.subjectKind, facts.severity);
  const targetMinutes = (facts.kind === "first_answer" ? target?.firstAnswer : target?.resolution) ?? null;
  const isBusinessHours = target?.isBusinessHours ?? false;
  const pauses = facts.kind === "first_answer" ? [] : facts.pauses;
  const base = { targetMinutes, isBusinessHours };
  if (facts.isWithoutObject) return { ...base, state: "without_object", dueAt: null, leftMinutes: null, isLate: null };
  if (targetMinutes === null) {
    const state = facts.endedAt === null ? "no_target" : "reached";
    return { ...base, state, dueAt: null, leftMinutes: null, isLate: null };
  }
  const spans = (): Iterable<Span> =>
    withoutPauses(isBusinessHours ? openSpans(facts.startedAt, week) : alwaysOpen(facts.startedAt), pauses);
  const wanted = targetMinutes * 60_000;
  const dueAt = useUp(spans(), wanted) ?? null;
  if (facts.endedAt !== null) {
    const isLate = dueAt !== null && facts.endedAt > dueAt;
    return { ...base, state: isLate ? "reached_late" : "reached", dueAt, leftMinutes: null, isLate };
  }
  const left = wanted - usedUntil(spans(), now);
  const isPaused = pauses.some(({ from, until }) => from <= now && now < until);
  // What had passed before the pause began stays passed.
  if (left <= 0 && dueAt !== null && dueAt < now) {
    const over = usedUntil(spans(), now) - wanted;
    return { ...base, state: "late", dueAt, leftMinutes: -Math.floor(over / 60_000), isLate: true };
  }
  const leftMinutes = Math.ceil(left / 60_000);
  if (isPaused) return { ...base, state: "paused", dueAt: null, leftMinutes, isLate: null };
  return { ...base, state: left <= wanted * soonShare ? "soon" : "running", dueAt, leftMinutes, isLate: null };
}
