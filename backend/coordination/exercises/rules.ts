// The time of an exercise, which stands still in a pause; what is due; what was done in time. Pure.
import { AppError } from "../../platform/errors/index.ts";
import type { ExerciseAct, ExerciseState, Expectation, Outcome, Scenario } from "./model.ts";

/** A stretch in which it stood still: ISO instants. */
export type Pause = readonly [from: string, to: string];

export interface Clock {
  startedAt: string | null;
  /** Ended ones. */
  pauses: readonly Pause[];
  /** Since when it stands still. */
  pausedAt: string | null;
  endedAt: string | null;
}

/** Milliseconds of the exercise's own time that had passed at an instant: without pauses, and not beyond its end. 0 before the start. */
export function playedMs(clock: Clock, at: Date): number {
  if (clock.startedAt === null) return 0;
  const start = Date.parse(clock.startedAt);
  const until = Math.min(at.getTime(), clock.endedAt === null ? Infinity : Date.parse(clock.endedAt));
  const pauses: Pause[] = [
    ...clock.pauses,
    ...(clock.pausedAt === null ? [] : [[clock.pausedAt, at.toISOString()] as const]),
  ];
  const still = pauses.reduce((sum, [from, to]) => {
    const [begin, end] = [Math.max(start, Date.parse(from)), Math.min(until, Date.parse(to))];
    return sum + Math.max(0, end - begin);
  }, 0);
  return Math.max(0, until - start - still);
}

/** When something is due that comes so many minutes after the start, if nobody pauses from now on; null before the start and during a pause. */
export function dueAt(clock: Clock, dueMinutes: number, now: Date): Date | null {
  if (clock.startedAt === null || clock.pausedAt !== null || clock.endedAt !== null) return null;
  return new Date(now.getTime() + dueMinutes * 60_000 - playedMs(clock, now));
}

const next: Record<ExerciseAct, { from: readonly ExerciseState[]; to: ExerciseState }> = {
  start: { from: ["planned"], to: "running" },
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  end: { from: ["planned", "running", "paused"], to: "ended" },
};

/** @throws AppError refused where the exercise is in another state. */
export function decideAct(state: ExerciseState, act: ExerciseAct): ExerciseState {
  const { from, to } = next[act];
  if (!from.includes(state))
    throw new AppError("refused", `An exercise that is ${state} cannot ${act}.`, { words: `exercises.refused.${act}` });
  return to;
}

export interface Measured {
  outcome: Outcome;
  tookMinutes: number | null;
}

/**
 * @param inject when its inject was played, null while it waits or when it was left out.
 * @param seenAt when it was first seen after that, null if it was not.
 */
export function measure(
  expected: Pick<Expectation, "within">,
  inject: { playedAt: string | null },
  seenAt: string | null,
  clock: Clock,
  now: Date,
): Measured {
  if (inject.playedAt === null) return { outcome: "waits", tookMinutes: null };
  const begun = playedMs(clock, new Date(inject.playedAt));
  const took = seenAt === null ? null : Math.max(0, playedMs(clock, new Date(seenAt)) - begun);
  if (took !== null)
    return { outcome: took <= expected.within * 60_000 ? "met" : "late", tookMinutes: Math.ceil(took / 60_000) };
  const isOver = clock.endedAt !== null || playedMs(clock, now) - begun > expected.within * 60_000;
  return { outcome: isOver ? "missed" : "open", tookMinutes: null };
}

/** What does not fit together in a scenario, in words with the field; empty when it is whole. */
export function findFaults(scenario: Scenario): string[] {
  const faults: string[] = [];
  const injects = new Map(scenario.injects.map((inject) => [inject.id, inject]));
  if (injects.size < scenario.injects.length) faults.push("injects: expected each id once");
  if (new Set(scenario.expects.map((one) => one.id)).size < scenario.expects.length)
    faults.push("expects: expected each id once");
  const ofReport = ["taken", "in_case", "answered", "severity"];
  for (const one of scenario.expects) {
    const inject = injects.get(one.after);
    if (!inject) faults.push(`expects.${one.id}.after: expected an inject of this scenario, ${one.after} is none`);
    else if (ofReport.includes(one.kind) && inject.kind === "findings")
      faults.push(`expects.${one.id}.after: expected an inject that becomes a report, for ${one.kind}`);
    else if (one.kind === "many_told" && inject.kind !== "findings")
      faults.push(`expects.${one.id}.after: expected an inject of findings, for many_told`);
  }
  const late = scenario.injects.find((inject) => inject.at > scenario.minutes);
  if (late) faults.push(`injects.${late.id}.at: expected at most ${scenario.minutes}, the length of the scenario`);
  return faults;
}
