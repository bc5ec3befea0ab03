// Shows the outbox on a page and drains it: at load, when the line is back, when the page is looked at again, at "Send now", and by the clock.
import type { Words } from "../words.ts";
import { listPieces, partsOf } from "../pieces/store.ts";
import { drain } from "./drain.ts";
import { showOutbox, showProgress } from "./show-outbox.ts";
import { listEntries } from "./store.ts";

/** Pieces of files that wait here, by the report that they belong to. */
async function countPieces(): Promise<Map<string, number>> {
  const left = new Map<string, number>();
  for (const key of await listPieces()) left.set(partsOf(key).item, (left.get(partsOf(key).item) ?? 0) + 1);
  return left;
}

interface RunningOutbox {
  refresh(): Promise<void>;
  /** @param isAsked true at a tap or when the line is back: nothing waits for its time then. */
  go(isAsked: boolean): Promise<void>;
}

export function runOutbox(place: HTMLElement, words: Words): RunningOutbox {
  let note = "";
  const refresh = async (): Promise<void> => {
    const entries = await listEntries();
    const left = await countPieces();
    showOutbox(place, entries, { left, note }, words, {
      send: () => void go(true),
      refresh: () => void refresh(),
    });
  };
  const go = async (isAsked: boolean): Promise<void> => {
    await drain((what) => {
      if (what === "piece") {
        void countPieces().then((left) => showProgress(place, left, words));
        return;
      }
      note = what === "idle" ? "" : words(`outbox.${what}`);
      void refresh();
    }, isAsked);
    await refresh();
  };
  addEventListener("online", () => void go(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void go(false);
  });
  void refresh().then(async () => {
    await go(true);
  });
  return { refresh, go };
}
