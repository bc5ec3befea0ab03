// What a card shows of a case: asked when the case is opened and again when the log says that the case changed.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { apiGet } from "../../platform/api.ts";
import { onChange, onReturn } from "../../shell/data/live.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

export interface OfCase<Answer> {
  answer: () => Answer | undefined;
  problem: () => string | undefined;
  load: () => void;
}

/** @param part the last part of the address under the case. */
export function createOfCase<Answer>(caseId: () => string, part: string): OfCase<Answer> {
  const [answer, setAnswer] = createSignal<Answer>();
  const [problem, setProblem] = createSignal<string>();
  const load = async (asked: string): Promise<void> => {
    try {
      const read = await apiGet<Answer>(`/api/v1/desk/cases/${asked}/${part}`);
      // Another case may have been opened meanwhile.
      if (asked !== caseId()) return;
      setAnswer(() => read);
      setProblem(undefined);
    } catch (error) {
      if (asked === caseId()) setProblem(describeProblem(error));
    }
  };
  createEffect(on(caseId, (id) => void load(id)));
  onCleanup(onChange((event) => event.object === "case" && event.id === caseId() && void load(caseId())));
  onCleanup(onReturn(() => void load(caseId())));
  return { answer, problem, load: () => void load(caseId()) };
}
