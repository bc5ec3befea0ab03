// The rows of a list in the browser, reports or cases: loaded by pages, changed in place when something happens elsewhere, never reordered under the reader.
import { batch, createSignal } from "solid-js";
import { createStore } from "solid-js/store";
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
  // Where each row stands, beside the store: to ask ten thousand rows of a store who they are costs a frame.
  const places = new Map<string, number>();
  let asked = 0;
  let isLoadingMore = false;

  /** Row by row, since a store that is given a whole list looks at all of it again. */
  const append = (page: readonly Of[]): void =>
    batch(() => {
      for (const row of page) {
        if (places.has(row.id)) continue;
        const index = places.size;
        places.set(row.id, index);
        setRows(index, { ...row, isGone: false } as Live<Of>);
      }
    });

  const ask = async (more: Query): Promise<Page<Of>> => await apiGet<Page<Of>>(path, { ...filters(), ...more });

  /** Loads from the top; an answer that was overtaken by a newer question is dropped. */
  const load = async (): Promise<void> => {
    const mine = ++asked;
    if (rows.length === 0) setState("loading");
    try {
      const page = await ask({ limit: pageSize });
      if (mine !== asked) return;
      places.clear();
      page.rows.forEach((row, index) => places.set(row.id, index));
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
      append(page.rows);
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
      const isWhole = page.next === null;
      batch(() => {
        for (const [id, index] of places) {
          const now = byId.get(id);
          if (now) setRows(index, { ...now, isGone: false } as Live<Of>);
          else if (isWhole || index < limit - 20) setRows(index, (row) => ({ ...row, isGone: true }));
        }
      });
      // What comes after the last shown row is not new, it is only further down.
      const lastShown = page.rows.findLastIndex((row) => places.has(row.id));
      const above = next() === null ? page.rows : page.rows.slice(0, lastShown + 1);
      setFresh(above.filter((row) => !places.has(row.id)).map((row) => row.id));
    } catch {
      // The stream's next word asks again.
    }
  };

  /** Where a row stands, −1 where it is not loaded. Read `rows.length` to hear of more. */
  const indexOf = (id: string): number => places.get(id) ?? -1;

  return { rows, indexOf, state, problem, hasMore: () => next() !== null, fresh, load, loadMore, refresh };
}
