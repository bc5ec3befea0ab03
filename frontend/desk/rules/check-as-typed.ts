// Checks what is being written: Sigma and YARA in the worker at once, lists at the server a little later. Only the answer to the latest text counts.
import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type { RuleKind, SourceCheck, SourceProblem } from "../../../backend/triage/rules/model.ts";
import type { RuleWords } from "../../../backend/triage/explain/model.ts";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { createRuleWorker, type RuleWorker, TookTooLong } from "./work/ask-worker.ts";

const pauseMs = 250;
const serverPauseMs = 700;

export interface Checked {
  /** The text that was checked; nothing is known of a newer one yet. */
  source: string;
  problems: SourceProblem[];
  said: { title: string; words: RuleWords[] }[];
}

export function createCheck(
  kind: Accessor<RuleKind>,
  source: Accessor<string>,
): { checked: Accessor<Checked | undefined>; worker: RuleWorker } {
  const t = useWords();
  const worker = createRuleWorker();
  const [checked, setChecked] = createSignal<Checked>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = async (ofKind: RuleKind, text: string): Promise<void> => {
    const told = await ask(ofKind, text).catch((error: unknown) => ({
      problems: [
        {
          line: null,
          column: null,
          reason: error instanceof TookTooLong ? t("rules.edit.too_long") : describeProblem(error),
        },
      ],
      said: [],
    }));
    // An answer to what was written before is nobody's.
    if (text === source() && ofKind === kind()) setChecked({ source: text, ...told });
  };
  const ask = async (ofKind: RuleKind, text: string): Promise<Omit<Checked, "source">> => {
    if (ofKind !== "indicator") return await worker.ask({ act: "check", kind: ofKind, source: text });
    const { problems } = await apiPost<SourceCheck>("/api/v1/rules/check", { kind: ofKind, source: text });
    return { problems, said: [] };
  };
  createEffect(
    on([kind, source], ([ofKind, text]) => {
      clearTimeout(timer);
      if (text.trim() === "") setChecked(undefined);
      else timer = setTimeout(() => void check(ofKind, text), ofKind === "indicator" ? serverPauseMs : pauseMs);
    }),
  );
  onCleanup(() => {
    clearTimeout(timer);
    worker.end();
  });
  return { checked, worker };
}
