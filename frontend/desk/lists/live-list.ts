// The rows of a list in the browser, reports or cases: loaded by pages, changed in place when something happens elsewhere, never reordered under the reader.
import { createSignal } from "solid-js";
import { createStore, produce } from "solid-js/store";
import type { Page } from "../../../backend/reporting/model.ts";
import { apiGet, type Query } from "../../platform/api.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

/** A row of a list that is kept in place. */
export type Live<Of> = Of & {
  /** No longer in this view; stays where it is until the list is loaded anew. */
  isGone: boolean;
};

const pageSize = 60;
const maxRefreshed = 200;

export function createLiveList<Of extends { id: string }>(path: string, filters: () => Query) {
  const [rows, setRows] = createStore<Live<Of>[]>([]);
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  const [next, setNext] = createSignal<string | null>(null);
  const [fresh, setFresh] = createSignal<readonly string[]>([]);
  let asked = 0;
  let isLoadingMore = false;

  const ask = async (more: Query): Promise<Page<Of>> => await apiGet<Page<Of>>(path, { ...filters(), ...more });

  /** Loads from the top; an answer that was overtaken by a newer question is dropped. */
  const load = async (): Promise<void> => {
    const mine = ++asked;
    if (rows.length === 0) setState("loading");
    try {
      const page = await ask({ limit: pageSize });
      if (mine !== asked) return;
      setRows(page.rows.map((row) => ({ ...row, isGone: false })));
      setNext(page.next);
      setFresh([]);
      setState("ready");
    } catch (error) {
      if (mine !== asked) return;
      setProblem(describeProblem(error));
      setState("failed");
    }
  };

  const loadMore = async (): Promise<void> => {
    const cursor = next();
    if (cursor === null || isLoadingMore || state() !== "ready") return;
    isLoadingMore = true;
    const mine = asked;
    try {
      const page = await ask({ limit: pageSize, cursor });
      if (mine !== asked) return;
      const known = new Set(rows.map((row) => row.id));
      setRows(
        produce((all) =>
          all.push(...page.rows.filter((row) => !known.has(row.id)).map((row) => ({ ...row, isGone: false }))),
        ),
      );
      setNext(page.next);
    } catch {
      // The list stays as it is; scrolling on asks again.
    } finally {
      isLoadingMore = false;
    }
  };

  /** Asks again for what is shown: rows change in place, those that left are marked, new ones are only counted. */
  const refresh = async (): Promise<void> => {
    if (state() !== "ready") return;
    const mine = asked;
    try {
      const limit = Math.min(maxRefreshed, Math.max(pageSize, rows.length + 20));
      const page = await ask({ limit });
      if (mine !== asked) return;
      const byId = new Map(page.rows.map((row) => [row.id, row]));
      const known = new Set(rows.map((row) => row.id));
      const isWhole = page.next === null;
      setRows(
        produce((all) => {
          all.forEach((row, index) => {
            const now = byId.get(row.id);
            if (now) Object.assign(row, now, { isGone: false });
            else if (isWhole || index < limit - 20) row.isGone = true;
          });
        }),
      );
      // What comes after the last shown row is not new, it is only further down.
      const lastShown = Math.max(-1, ...page.rows.map((row, index) => (known.has(row.id) ? index : -1)));
      const above = next() === null ? page.rows : page.rows.slice(0, lastShown + 1);
      setFresh(above.filter((row) => !known.has(row.id)).map((row) => row.id));
    } catch {
      // The stream's next word asks again.
    }
  };

  return { rows, state, problem, hasMore: () => next() !== null, fresh, load, loadMore, refresh };
}
