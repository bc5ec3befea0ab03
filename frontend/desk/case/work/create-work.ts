// The work inside one case, kept as the server has it: asked at first, and again when the log says that the case changed.
import { onCleanup, onMount } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { apiGet } from "../../../platform/api.ts";
import { onChange, onReturn } from "../../../shell/data/live.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";

export interface Work {
  work: () => CaseWork | undefined;
  problem: () => string | undefined;
  reload: () => Promise<void>;
}

export function createWork(caseId: string): Work {
  const [store, setStore] = createStore<{ work: CaseWork | undefined; problem: string | undefined }>({
    work: undefined,
    problem: undefined,
  });
  let isHere = true;
  let asked = 0;
  let shown = 0;
  onCleanup(() => (isHere = false));
  const reload = async (): Promise<void> => {
    const mine = ++asked;
    try {
      const work = await apiGet<CaseWork>(`/api/v1/desk/cases/${caseId}/work`);
      // An answer that was overtaken is older than what stands there; one that came first is news.
      if (!isHere || mine < shown) return;
      shown = mine;
      setStore("work", reconcile(work));
      setStore("problem", undefined);
    } catch (error) {
      if (isHere && mine === asked) setStore("problem", describeProblem(error));
    }
  };
  onMount(() => {
    void reload();
    onCleanup(onChange((event) => event.object === "case" && event.id === caseId && void reload()));
    onCleanup(onReturn(() => void reload()));
  });
  return { work: () => store.work, problem: () => store.problem, reload };
}
