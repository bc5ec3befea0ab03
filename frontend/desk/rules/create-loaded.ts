// A page's answer from the server: asked at once, again on wish, and by itself while something is under way.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { apiGet, type Query } from "../../platform/api.ts";
import { onConflict } from "../../platform/typed.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { holdWhileTyping } from "../../shell/forms/hold-fresh.ts";

const againMs = 2_000;

/** @param isUnderWay while true the answer is asked again every two seconds */
export function createLoaded<Answer>(
  path: () => string,
  query: () => Query = () => ({}),
  isUnderWay: (answer: Answer) => boolean = () => false,
) {
  const [answer, setAnswer] = createSignal<Answer>();
  const [problem, setProblem] = createSignal<string>();
  const draw = holdWhileTyping((fresh: Answer) => setAnswer(() => fresh));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const addressOf = (): string => path() + JSON.stringify(query());
  let drawn: string | undefined;
  let asked = 0;
  const load = async (): Promise<void> => {
    const mine = ++asked;
    clearTimeout(timer);
    try {
      const fresh = await apiGet<Answer>(path(), query());
      if (mine !== asked) return;
      draw(fresh, answer() === undefined || addressOf() !== drawn);
      drawn = addressOf();
      setProblem(undefined);
      if (isUnderWay(fresh)) timer = setTimeout(() => void load(), againMs);
    } catch (error) {
      if (mine === asked) setProblem(describeProblem(error));
    }
  };
  createEffect(on(addressOf, () => void load()));
  onCleanup(onConflict(() => void load()));
  onCleanup(() => {
    asked++;
    clearTimeout(timer);
  });
  return { answer, problem, load: () => void load() };
}
