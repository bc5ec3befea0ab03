// Decisions about playbooks: whether one is for a case, what its form lacks, which step begins next, and what a whole run would be. Pure.
import { AppError } from "../../platform/errors/index.ts";
import { levels } from "../../triage/model.ts";
import {
  millisecondsOf,
  type Playbook,
  type PlaybookFacts,
  type Step,
  type StepState,
  type TriedPlaybook,
} from "./model.ts";

export interface StepStanding {
  state: StepState;
  outcome: string | null;
}
export type Standings = ReadonlyMap<string, StepStanding>;

/** A refusal with its words in the catalogue's room of playbooks. */
export function refusal(key: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `playbooks.refusal.${key}` });
}

const isOver = (standing: StepStanding | undefined): boolean =>
  standing?.state === "done" || standing?.state === "skipped";

/** Whether the facts are those that the playbook is for. */
export function isTriggered({ trigger }: Playbook, facts: PlaybookFacts): boolean {
  const { kinds, severity, sectors } = trigger;
  const isKind = kinds.some((kind) => kind === facts.rsitClass || kind === `${facts.rsitClass}/${facts.rsitType}`);
  const isGrave = severity === undefined || levels.indexOf(facts.severity as never) >= levels.indexOf(severity);
  return (
    isKind && isGrave && (sectors === undefined || facts.sectors.some((one) => sectors.some((two) => one === two)))
  );
}

/** What a playbook's form cannot say: faults, one a line, none when it is sound. */
export function findFaults(playbook: Playbook): string[] {
  const faults: string[] = [];
  const steps = new Map(playbook.steps.map((step) => [step.id, step]));
  if (steps.size !== playbook.steps.length) faults.push("steps: two have the same id");
  for (const step of playbook.steps) {
    for (const before of step.after)
      if (!steps.has(before)) faults.push(`steps.${step.id}.after: there is no step ${before}`);
    if (step.when) {
      const asked = steps.get(step.when.step);
      const known = asked ? outcomesOf(asked) : [];
      if (known.length === 0) faults.push(`steps.${step.id}.when: ${step.when.step} is no choice and no approval`);
      else
        for (const one of step.when.is)
          if (!known.includes(one)) faults.push(`steps.${step.id}.when: ${step.when.step} never ends as ${one}`);
    }
    if (step.kind === "choice" && new Set(step.options.map((option) => option.id)).size !== step.options.length)
      faults.push(`steps.${step.id}.options: two have the same id`);
  }
  if (faults.length === 0 && !canEnd(playbook)) faults.push("steps: some wait for each other in a ring");
  return faults;
}

/** Steps that stand before a step. */
export function needsOf(step: Step): string[] {
  return [...new Set([...step.after, ...(step.when ? [step.when.step] : [])])];
}

/** What a step can end with that others may ask for; none for those that just end. */
export function outcomesOf(step: Step): string[] {
  if (step.kind === "choice") return step.options.map((option) => option.id);
  return step.kind === "approval" ? ["approved", "refused"] : [];
}

function canEnd(playbook: Playbook): boolean {
  const over = new Set<string>();
  for (let before = -1; before < over.size; ) {
    before = over.size;
    for (const step of playbook.steps) if (needsOf(step).every((one) => over.has(one))) over.add(step.id);
  }
  return over.size === playbook.steps.length;
}

/**
 * Steps that begin now and steps that are left out now, in the order of the playbook. What is left out is taken into account at once:
 * steps behind it may begin in the same turn.
 */
export function decideNext(playbook: Playbook, standings: Standings): { begin: Step[]; skip: Step[] } {
  const now = new Map(standings);
  const begin: Step[] = [];
  const skip: Step[] = [];
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const step of playbook.steps) {
      if ((now.get(step.id)?.state ?? "waiting") !== "waiting") continue;
      if (!needsOf(step).every((one) => isOver(now.get(one)))) continue;
      isMoving = true;
      const isWanted = step.when === undefined || step.when.is.includes(now.get(step.when.step)?.outcome ?? "");
      now.set(step.id, { state: isWanted ? "ready" : "skipped", outcome: null });
      (isWanted ? begin : skip).push(step);
    }
  }
  return { begin, skip };
}

/** Whether nothing is left to do. */
export function isFinished(playbook: Playbook, standings: Standings): boolean {
  return playbook.steps.every((step) => isOver(standings.get(step.id)));
}

/**
 * What would happen, with each task done when it is due and each question answered at once.
 * @param outcomes of choices and approvals by step; the first one that is possible where none is told
 */
export function tryPlaybook(
  playbook: Playbook,
  facts: PlaybookFacts,
  startAt: Date,
  outcomes: Readonly<Record<string, string>>,
  language: "fr" | "en" | "mn",
): TriedPlaybook {
  const endedAt = new Map<string, number>();
  const standings = new Map<string, StepStanding>();
  const steps: TriedPlaybook["steps"] = [];
  for (let isMoving = true; isMoving; ) {
    const { begin, skip } = decideNext(playbook, standings);
    isMoving = begin.length + skip.length > 0;
    for (const step of [...skip, ...begin]) {
      const isSkipped = skip.includes(step);
      const beginsAt = Math.max(
        startAt.getTime(),
        ...needsOf(step).map((one) => endedAt.get(one) ?? startAt.getTime()),
      );
      const length = step.kind === "wait" ? step.for : step.kind === "task" ? step.due : undefined;
      const ends = beginsAt + (length === undefined || isSkipped ? 0 : millisecondsOf(length));
      const possible = outcomesOf(step);
      const told = outcomes[step.id];
      const outcome = isSkipped ? null : (possible.find((one) => one === told) ?? possible[0] ?? null);
      endedAt.set(step.id, ends);
      standings.set(step.id, { state: isSkipped ? "skipped" : "done", outcome });
      steps.push({
        stepId: step.id,
        kind: step.kind,
        title: step.titles[language],
        isSkipped,
        beginsAt: isSkipped ? null : new Date(beginsAt).toISOString(),
        dueAt: length === undefined || isSkipped ? null : new Date(ends).toISOString(),
        outcome,
        isAssumed: outcome !== null && outcome !== told,
      });
    }
  }
  const order = new Map(playbook.steps.map((step, index) => [step.id, index]));
  steps.sort(
    (one, other) =>
      (one.beginsAt ?? "9").localeCompare(other.beginsAt ?? "9") ||
      (order.get(one.stepId) ?? 0) - (order.get(other.stepId) ?? 0),
  );
  const triggered = isTriggered(playbook, facts);
  return { isTriggered: triggered, startsByItself: triggered && playbook.trigger.start === "by_itself", steps };
}
