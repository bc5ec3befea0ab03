// Counts in steps of time: the step of a moment, the median of steps, and which lines are too small to be shown. Pure.
import { type FlowLine, leastShown, measuredFlows, opinions, type Opinion, timeSteps } from "./model.ts";

/** The upper edge of the step, 0 past the last one. @param seconds at least 0. */
export function stepOf(seconds: number): number {
  return timeSteps.find((edge) => seconds <= edge) ?? 0;
}

/** The Monday of the ISO week (ISO 8601) of an instant, in UTC, as "2026-11-16". */
export function weekOf(at: Date): string {
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

export interface StepCount {
  upTo: number;
  count: number;
}

/**
 * The time by which `share` of all were done, straight between the edges of the step in which it lies.
 * @returns whole seconds; null where there are none, or where it lies past the last step.
 */
export function quantileOf(steps: readonly StepCount[], share: number): number | null {
  const total = steps.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const wanted = total * share;
  let passed = 0;
  for (const [at, edge] of timeSteps.entries()) {
    const here = steps.find(({ upTo }) => upTo === edge)?.count ?? 0;
    if (here > 0 && passed + here >= wanted) {
      const low = timeSteps[at - 1] ?? 0;
      return Math.round(low + ((edge - low) * (wanted - passed)) / here);
    }
    passed += here;
  }
  return null;
}

/**
 * Which parts of one sum stay hidden: each below `least`, and where that is one alone, the smallest other too, since the sum would tell it.
 * A part of nothing hides nothing.
 */
export function hideSmall(counts: readonly number[], least: number = leastShown): boolean[] {
  const hidden = counts.map((count) => count > 0 && count < least);
  if (hidden.filter(Boolean).length !== 1) return hidden;
  const others = counts.map((count, at) => ({ count, at })).filter(({ count, at }) => count > 0 && !hidden[at]);
  const smallest = others.sort((a, b) => a.count - b.count || a.at - b.at)[0];
  return hidden.map((isHidden, at) => isHidden || at === smallest?.at);
}

export interface TimeRow {
  week: string;
  flow: string;
  language: string;
  upTo: number;
  count: number;
}
export interface OpinionRow {
  week: string;
  flow: string;
  language: string;
  opinion: string;
  count: number;
}

/** For each flow: the whole period, then by language, then by week. Languages are one sum, weeks another. */
export function linesOf(times: readonly TimeRow[], said: readonly OpinionRow[]): FlowLine[] {
  return measuredFlows.flatMap((flow) => {
    const mine = times.filter((row) => row.flow === flow);
    const theirs = said.filter((row) => row.flow === flow);
    if (mine.length + theirs.length === 0) return [];
    const all: Part = { language: null, week: null, times: mine, said: theirs };
    const by = (key: "language" | "week"): Part[] => {
      const values = [...new Set([...mine, ...theirs].map((row) => row[key]))].sort();
      return (key === "week" ? values.reverse() : values).map((value) => ({
        language: null,
        week: null,
        [key]: value,
        times: mine.filter((row) => row[key] === value),
        said: theirs.filter((row) => row[key] === value),
      }));
    };
    return [[all], by("language"), by("week")].flatMap((parts) => drawParts(flow, parts));
  });
}

interface Part {
  language: string | null;
  week: string | null;
  times: readonly TimeRow[];
  said: readonly OpinionRow[];
}

function drawParts(flow: FlowLine["flow"], parts: readonly Part[]): FlowLine[] {
  const counts = parts.map(({ times }) => sum(times));
  const answers = parts.map(({ said }) => sum(said));
  const areTimesHidden = hideSmall(counts);
  const areOpinionsHidden = hideSmall(answers);
  return parts.map(({ language, week, times, said }, at) => {
    const isHidden = areTimesHidden[at] ?? false;
    const hasOpinions = !(areOpinionsHidden[at] ?? false) && (answers[at] ?? 0) > 0;
    return {
      flow,
      language,
      week,
      isHidden,
      count: isHidden ? null : (counts[at] ?? 0),
      medianSeconds: isHidden ? null : quantileOf(merged(times), 0.5),
      p90Seconds: isHidden ? null : quantileOf(merged(times), 0.9),
      opinions: hasOpinions ? countOpinions(said) : null,
      opinionCount: hasOpinions ? (answers[at] ?? 0) : null,
    };
  });
}

/** The steps of several weeks or languages as one. */
function merged(rows: readonly TimeRow[]): StepCount[] {
  const counts = new Map<number, number>();
  for (const { upTo, count } of rows) counts.set(upTo, (counts.get(upTo) ?? 0) + count);
  return [...counts].map(([upTo, count]) => ({ upTo, count }));
}

function countOpinions(said: readonly OpinionRow[]): Record<Opinion, number> {
  const of = (opinion: Opinion): number => sum(said.filter((row) => row.opinion === opinion));
  const [veryEasy, easy, hard, veryHard] = opinions;
  return { [veryEasy]: of(veryEasy), [easy]: of(easy), [hard]: of(hard), [veryHard]: of(veryHard) };
}

function sum(rows: readonly { count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
