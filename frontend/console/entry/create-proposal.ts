// Sends a proposal and says what became of it: done at once, waiting for the desk, or both.
import { createSignal } from "solid-js";
import type { ProposeChange } from "../../../backend/registry/proposals/model.ts";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

interface Proposed {
  proposalId: string | null;
  changed: string[];
  waiting: string[];
}

export function createProposal(onDone: (text: string) => void) {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const send = async (wanted: ProposeChange): Promise<void> => {
    setProblem(undefined);
    setBusy(true);
    try {
      const { changed, proposalId } = await apiPost<Proposed>("/api/v1/console/proposals", wanted);
      const what = proposalId === null ? "done" : changed.length > 0 ? "partly" : "proposed";
      onDone(t(`console.entry.${what}`));
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, send };
}
