// A list that is read page by page: rows so far, whether there are more, and what went wrong.
import { createEffect, createSignal, on } from "solid-js";
import type { Page } from "../../../backend/reporting/model.ts";
import { apiGet, type Query } from "../../platform/api.ts";
import { describeProblem } from "../data/tell-problem.ts";

export function createPages<Row>(path: string, query: () => Query) {
  const [rows, setRows] = createSignal<Row[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  let asked = 0;
  const ask = async (cursor?: string): Promise<void> => {
    const mine = ++asked;
    try {
      const page = await apiGet<Page<Row>>(path, { ...query(), cursor });
      if (mine !== asked) return;
      setRows((all) => (cursor === undefined ? page.rows : [...all, ...page.rows]));
      setNext(page.next);
      setState("ready");
    } catch (error) {
      if (mine !== asked) return;
      setProblem(describeProblem(error));
      setState("failed");
    }
  };
  createEffect(
    on(
      () => JSON.stringify(query()),
      () => void ask(),
    ),
  );
  return {
    rows,
    state,
    problem,
    hasMore: () => next() !== null,
    more: () => void ask(next() ?? undefined),
    again: () => void ask(),
  };
}
