// What an act on many did, item by item: done, or refused and why; the whole can be taken back from here.
import { createSignal, For, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { useWords } from "../../platform/words.ts";

interface Results {
  done: { reference: string }[];
  refused: { target: { reference: string }; why: string }[];
  undo: (() => Promise<void>) | undefined;
}
const [results, setResults] = createSignal<Results>();

/** Opens the list of what was done and what was refused. */
export function showResults(outcome: Omit<Results, "undo">, undo?: () => Promise<void>): void {
  setResults({ ...outcome, undo });
}

/** The place of the list; once in a room. */
export function ResultsDialog(): JSX.Element {
  const t = useWords();
  const takeBack = (): void => {
    const undo = results()?.undo;
    setResults(undefined);
    void undo?.();
  };
  return (
    <Dialog
      isOpen={results() !== undefined}
      onClose={() => setResults(undefined)}
      title={t("views.result.title")}
      description={t("views.result.summary", {
        done: results()?.done.length ?? 0,
        refused: results()?.refused.length ?? 0,
      })}
      isWide
    >
      <ul class="result-list">
        <For each={results()?.refused ?? []}>
          {(one) => (
            <li>
              <b>{one.target.reference}</b> {one.why}
            </li>
          )}
        </For>
        <For each={results()?.done ?? []}>
          {(one) => (
            <li class="quiet-text">
              <b>{one.reference}</b> {t("views.result.done")}
            </li>
          )}
        </For>
      </ul>
      <div class="dialog-buttons">
        <Show when={results()?.undo && (results()?.done.length ?? 0) > 0}>
          <Button onClick={takeBack}>{t("views.result.undo")}</Button>
        </Show>
        <Button look="main" onClick={() => setResults(undefined)}>
          {t("views.result.close")}
        </Button>
      </div>
    </Dialog>
  );
}
