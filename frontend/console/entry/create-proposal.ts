// Sends a proposal and says what became of it: done at once, waiting for the desk, or both.
import type { ProposeChange } from "../../../backend/registry/proposals/model.ts";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import type { RefusedSending } from "../../shell/forms/form-refusal.tsx";

interface Proposed {
  proposalId: string | null;
  changed: string[];
  waiting: string[];
}

export interface Proposing extends RefusedSending {
  isBusy(): boolean;
  send(wanted: ProposeChange): Promise<void>;
}

/** @param onDone gets the sentence that says what became of it. */
export function createProposal(onDone: (text: string) => void): Proposing {
  const t = useWords();
  const act = createConfirmedAct();
  return {
    ...act,
    send: async (wanted) =>
      void (await act.run(undefined, async () => {
        const { changed, proposalId } = await apiPost<Proposed>("/api/v1/console/proposals", wanted);
        const what = proposalId === null ? "done" : changed.length > 0 ? "partly" : "proposed";
        onDone(t(`console.entry.${what}`));
      })),
  };
}
