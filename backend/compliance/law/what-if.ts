// What-if: replays past incidents under the law and under a draft of it, and says who would have been late. Pure.
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Duty } from "./duty.ts";
import { parseFacts } from "./facts.ts";
import { type LawWorld, listDuties } from "./list-duties.ts";
import { Clock, type Pack } from "./model.ts";

/** A draft names, by stage or obligation, the clock that would replace the present one; or is a whole pack. */
export const Draft = z.strictObject({
  draft: z.strictObject({
    title: z.string().min(1),
    status: z.string().min(1),
    source: z.string().nullable().default(null),
  }),
  clocks: z.record(z.string(), Clock),
});
export type Draft = z.infer<typeof Draft>;

export interface StageOutcome {
  obligation: string;
  stage: string;
  /** When the clock began to run; null while its event has not happened. */
  startedAt: string | null;
  /** When the stage was filed; null: never. */
  submittedAt: string | null;
  law: Verdict;
  draft: Verdict;
}
/**
 * `due` and whether it was late: true, false, or null where nothing can be said. `lateMinutes` counts from the due time to the filing, or to now
 * where nothing was filed; below zero it was early. Null where there is no time, or a later stage took its place.
 */
export interface Verdict {
  due: string | null;
  isLate: boolean | null;
  lateMinutes: number | null;
}
export interface WhatIfReport {
  pack: string;
  draft: string;
  incidents: number;
  stages: {
    stage: string;
    obligation: string;
    lateUnderLaw: number;
    lateUnderDraft: number;
    newlyLate: string[];
    noLongerLate: string[];
    undecided: string[];
  }[];
  cases: { id: string; outcomes: StageOutcome[] }[];
}

/** @throws when the draft names a stage or an obligation that the pack has not. */
export function applyDraft(pack: Pack, draft: Draft): Pack {
  for (const name of Object.keys(draft.clocks))
    if (!pack.obligations.some((it) => it.id === name || it.stage === name))
      throw new Error(`clocks.${name}: ${pack.pack.id} has no such stage or obligation`);
  // A draft binds nobody yet: for the replay its text counts as in force on every day.
  const instruments = pack.instruments.map((it) => ({
    ...it,
    inForce: it.inForce.map((span) => ({ ...span, from: null, to: null })),
  }));
  const obligations = pack.obligations.map((it) => ({
    ...it,
    clock: draft.clocks[it.id] ?? draft.clocks[it.stage] ?? it.clock,
  }));
  return { ...pack, instruments, obligations };
}

/**
 * @param incidents facts of past incidents, each with its `id`
 * @param now incidents that were never filed are judged at this moment
 */
export function replayUnderDraft(
  pack: Pack,
  draft: Draft,
  incidents: unknown[],
  world: LawWorld,
  now: Temporal.Instant,
): WhatIfReport {
  const drafted = applyDraft(pack, draft);
  const cases = incidents.map((given, index) => {
    const facts = parseFacts(given);
    const under = listDuties(pack, facts, world, now).duties;
    const then = new Map(listDuties(drafted, facts, world, now).duties.map((duty) => [duty.obligation, duty]));
    const outcomes = under.flatMap((duty) => {
      const other = then.get(duty.obligation);
      if (!other || (draft.clocks[duty.obligation] === undefined && draft.clocks[duty.stage] === undefined)) return [];
      const { obligation, stage } = duty;
      const submitted = facts.events.get(`${stage}.submitted`)?.[0];
      return [
        {
          obligation,
          stage,
          startedAt: other.startedAt ?? duty.startedAt,
          submittedAt: submitted?.toString() ?? null,
          law: verdict(duty, submitted ?? now),
          draft: verdict(other, submitted ?? now),
        },
      ];
    });
    return { id: idOf(given, index), outcomes };
  });
  return {
    pack: `${pack.pack.id}@${pack.pack.version}`,
    draft: draft.draft.title,
    incidents: cases.length,
    stages: sumUp(cases),
    cases,
  };
}

function verdict(duty: Duty, at: Temporal.Instant): Verdict {
  const late: Partial<Record<Duty["status"], boolean>> = {
    overdue: true,
    submitted_late: true,
    running: false,
    submitted: false,
    overtaken: false,
  };
  const isLate = duty.due === null ? null : (late[duty.status] ?? null);
  if (duty.due === null || isLate === null || duty.status === "overtaken")
    return { due: duty.due, isLate, lateMinutes: null };
  return { due: duty.due, isLate, lateMinutes: Math.round((at.epochMilliseconds - Date.parse(duty.due)) / 60_000) };
}

function sumUp(cases: WhatIfReport["cases"]): WhatIfReport["stages"] {
  const stages = new Map<string, WhatIfReport["stages"][number]>();
  for (const { id, outcomes } of cases)
    for (const { obligation, stage, law, draft } of outcomes) {
      const sum = stages.get(obligation) ?? {
        stage,
        obligation,
        lateUnderLaw: 0,
        lateUnderDraft: 0,
        newlyLate: [],
        noLongerLate: [],
        undecided: [],
      };
      stages.set(obligation, sum);
      if (law.isLate) sum.lateUnderLaw++;
      if (draft.isLate) sum.lateUnderDraft++;
      if (draft.isLate && !law.isLate) sum.newlyLate.push(id);
      if (law.isLate && draft.isLate === false) sum.noLongerLate.push(id);
      if (draft.isLate === null) sum.undecided.push(id);
    }
  return [...stages.values()];
}

function idOf(given: unknown, index: number): string {
  const id: unknown = typeof given === "object" && given !== null ? Reflect.get(given, "id") : null;
  return typeof id === "string" ? id : `#${index + 1}`;
}
