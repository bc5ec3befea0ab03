// Acts on one or many reports: each is asked for on its own, what went well stays, and what was refused is told per report.
import { showToast } from "../../parts/toast/toast.tsx";
import type { WakesOn } from "../../../backend/cases/model.ts";
import { ApiProblem, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { noteVersion, versionOf } from "../lists/row-state.ts";
import { showResults } from "./results-dialog.tsx";

export interface Target {
  id: string;
  reference: string;
  assignedTo: { id: string; name: string } | null;
  snoozedUntil: string | null;
  wakesOn: WakesOn | null;
  tags: string[];
  version: number;
}

export interface Outcome<Of extends { reference: string } = Target> {
  done: Of[];
  refused: { target: Of; why: string; isConflict?: boolean }[];
}

/** One call a report, four at a time. */
export async function actOnEach<Of extends { reference: string } = Target>(
  targets: readonly Of[],
  act: (target: Of) => Promise<unknown>,
): Promise<Outcome<Of>> {
  const outcome: Outcome<Of> = { done: [], refused: [] };
  const waiting = [...targets];
  const work = async (): Promise<void> => {
    for (let target = waiting.shift(); target; target = waiting.shift()) {
      try {
        await act(target);
        outcome.done.push(target);
      } catch (error) {
        outcome.refused.push({
          target,
          why: describeProblem(error),
          isConflict: error instanceof ApiProblem && error.code === "conflict",
        });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, targets.length) }, work));
  return outcome;
}

const roomOf = (verb: string): string => (verb === "tagged" || verb === "unread" ? "desk-more" : "desk");

/** Tells how it went: done with its way back, and each refusal by its reference. */
export function tellOutcome(verb: string, outcome: Outcome, undo?: () => Promise<void>): void {
  const t = useWords();
  const [only] = outcome.done;
  if (outcome.done.length > 0)
    showToast({
      text:
        outcome.done.length === 1 && only
          ? t(`${roomOf(verb)}.done.${verb}`, { reference: only.reference })
          : t(`${roomOf(verb)}.done.${verb}_many`, { count: outcome.done.length }),
      undo: undo && (() => void undo()),
    });
  if (outcome.refused.length + outcome.done.length > 1 && outcome.refused.length > 0) tellRefused(outcome, undo);
  else if (outcome.refused.length > 0)
    showToast({
      text: outcome.refused.map(({ target, why }) => `${target.reference}: ${why}`).join(" · "),
      tone: "problem",
    });
}

/** Of several: how many went, how many did not, and the list of which. */
export function tellRefused(outcome: Outcome<{ reference: string }>, undo?: () => Promise<void>): void {
  const t = useWords();
  showToast({
    text: t("views.result.summary", { done: outcome.done.length, refused: outcome.refused.length }),
    tone: "problem",
    onward: { label: t("views.result.show"), run: () => showResults(outcome, undo) },
  });
}

/** On the report as it is now, whatever was seen: the way back of an act, or one's own act after a conflict. */
export async function reportCall(target: Target, act: string, body: object = {}): Promise<void> {
  const head = await apiPost<{ version?: number }>(`/api/v1/desk/reports/${target.id}/${act}`, body);
  if (head.version !== undefined) noteVersion(target.id, head.version);
}

/** On the report as it was seen; somebody else's change meanwhile is a conflict. @throws ApiProblem. */
export const seenCall = async (target: Target, act: string, body: object = {}): Promise<void> =>
  await reportCall(target, act, { ...body, version: versionOf(target) });
