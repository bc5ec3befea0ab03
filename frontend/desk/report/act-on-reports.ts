// Acts on one or many reports: each is asked for on its own, what went well stays, and what was refused is told per report.
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { showResults } from "./results-dialog.tsx";

export interface Target {
  id: string;
  reference: string;
  assignedTo: { id: string; name: string } | null;
  snoozedUntil: string | null;
}

export interface Outcome<Of extends { reference: string } = Target> {
  done: Of[];
  refused: { target: Of; why: string }[];
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
        outcome.refused.push({ target, why: describeProblem(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, targets.length) }, work));
  return outcome;
}

/** Tells how it went: done with its way back, and each refusal by its reference. */
export function tellOutcome(verb: string, outcome: Outcome, undo?: () => Promise<void>): void {
  const t = useWords();
  const [only] = outcome.done;
  if (outcome.done.length > 0)
    showToast({
      text:
        outcome.done.length === 1 && only
          ? t(`desk.done.${verb}`, { reference: only.reference })
          : t(`desk.done.${verb}_many`, { count: outcome.done.length }),
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

export const reportCall = (target: Target, act: string, body: unknown = {}): Promise<unknown> =>
  apiPost(`/api/v1/desk/reports/${target.id}/${act}`, body);
