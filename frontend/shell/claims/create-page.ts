// A page of claims: its answer from the server, asked at once, when its address changes, and again after an act.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { apiGet } from "../../platform/api.ts";
import { countSent, onConflict } from "../../platform/typed.ts";
import { keepSame } from "../data/keep-same.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { holdWhileTyping } from "../forms/hold-fresh.ts";

export interface LoadedPage<Answer> {
  answer: () => Answer | undefined;
  problem: () => string | undefined;
  load: () => void;
}

export function createPage<Answer>(path: () => string): LoadedPage<Answer> {
  const [answer, setAnswer] = createSignal<Answer>();
  const [problem, setProblem] = createSignal<string>();
  let sentBefore = countSent();
  const draw = holdWhileTyping((fresh: Answer) => {
    // After an act the page is drawn anew, with empty forms; what is asked for by the clock redraws what changed only.
    const isAfterAct = countSent() !== sentBefore;
    sentBefore = countSent();
    setAnswer((before) => (isAfterAct || before === undefined ? fresh : keepSame(before, fresh)));
  });
  let asked = 0;
  const load = async (): Promise<void> => {
    const mine = ++asked;
    try {
      const fresh = await apiGet<Answer>(path());
      if (mine !== asked) return;
      draw(fresh, answer() === undefined);
      setProblem(undefined);
    } catch (error) {
      if (mine === asked) setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(path, () => {
      setAnswer(undefined);
      void load();
    }),
  );
  onCleanup(onConflict(() => void load()));
  onCleanup(() => asked++);
  return { answer, problem, load: () => void load() };
}
