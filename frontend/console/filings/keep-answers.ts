// The answers of a draft on the page: saved one after the other, each on the version that it was read at; what somebody else wrote meanwhile is shown.
import { createSignal } from "solid-js";
import type { DraftView } from "../../../backend/compliance/filings/model.ts";
import { apiGet, ApiProblem, apiPut } from "../../platform/api.ts";
import { currentLanguage } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { loadLawWords } from "../../shell/law/law-words.ts";

export interface DraftKeeper {
  draft: () => DraftView | undefined;
  failure: () => unknown;
  state: () => "idle" | "saving" | "saved";
  load(): Promise<void>;
  /** Null takes the answer back. */
  save(field: string, value: string | null, isUnknown?: boolean): void;
  /** When everything that was typed lies on the server. */
  settled(): Promise<void>;
}

export function createDraftKeeper(draftId: string): DraftKeeper {
  const [draft, setDraft] = createSignal<DraftView>();
  const [failure, setFailure] = createSignal<unknown>();
  const [state, setState] = createSignal<"idle" | "saving" | "saved">("idle");
  let queue: Promise<void> = Promise.resolve();
  const address = `/api/v1/filings/drafts/${draftId}`;

  const load = async (): Promise<void> => {
    try {
      await loadLawWords();
      const read = await apiGet<DraftView>(address, { language: currentLanguage() });
      setFailure(undefined);
      setDraft(read);
    } catch (error) {
      setFailure(error);
    }
  };
  const saveOne = async (field: string, value: string | null, isUnknown: boolean): Promise<void> => {
    const known = draft()?.answers[field];
    if (known && known.value === (value ?? "") && known.isUnknown === isUnknown) return;
    setState("saving");
    try {
      const answer = value === null ? null : { value, isUnknown };
      await apiPut(`${address}/answers`, { field, answer, basedOn: known?.version ?? 0 });
    } catch (error) {
      tellProblem(error);
      if (!(error instanceof ApiProblem && error.code === "conflict")) {
        setState("idle");
        return;
      }
    }
    await load();
    setState("saved");
  };
  return {
    draft,
    failure,
    state,
    load,
    save: (field, value, isUnknown = false) => {
      queue = queue.then(async () => await saveOne(field, value, isUnknown));
    },
    settled: async () => await queue,
  };
}
