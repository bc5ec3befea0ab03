// One page's data: asked for by its address, again after each step; the refusal in words. What was shown stays while it is asked again.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { apiGet } from "../../platform/api.ts";
import { onConflict } from "../../platform/typed.ts";
import { loadRoom } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";

export interface ReadPage<View> {
  page: () => View | undefined;
  problem: () => string | undefined;
  reload: () => Promise<void>;
}

export function createReadPage<View>(path: () => string): ReadPage<View> {
  void loadRoom("inspections", "decisions", "formalities");
  const [page, setPage] = createSignal<View>();
  const [failure, setFailure] = createSignal<{ error: unknown }>();
  const ask = async (wanted: string): Promise<void> => {
    try {
      const read = await apiGet<View>(wanted);
      if (path() === wanted) setPage(() => read);
      setFailure(undefined);
    } catch (error) {
      setFailure({ error });
    }
  };
  createEffect(on(path, (wanted) => void ask(wanted)));
  onCleanup(onConflict(() => void ask(path())));
  return {
    page,
    problem: () => {
      const failed = failure();
      return failed ? describeProblem(failed.error) : undefined;
    },
    reload: async () => await ask(path()),
  };
}
