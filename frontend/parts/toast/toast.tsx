// Short words at the bottom about what was just done, with the way back. Time stands still while the pointer or the focus is on them, but for what is held
// and done when its time is over: that is done at its time.
import { createEffect, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { Button } from "../button/button.tsx";
import { keepOffFocus } from "./keep-off-focus.ts";
import "./toast.css";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "problem";
  /** Takes the act back; the toast goes. */
  undo?: (() => void) | undefined;
  /** A way onward ("Go to the case"). */
  onward?: { label: string; run: () => void } | undefined;
  /** What happens when time has run out: a held act is done then. */
  whenOver?: (() => void) | undefined;
  leftMs: number;
}

const [toasts, setToasts] = createSignal<Toast[]>([]);
const [isPaused, setPaused] = createSignal(false);
let counter = 0;

/** Shows a toast for 10 s (a problem: 20 s) and returns the way to take it down. */
export function showToast(toast: Partial<Omit<Toast, "id">> & { text: string }): () => void {
  const id = ++counter;
  const fresh: Toast = { tone: "plain", leftMs: toast.tone === "problem" ? 20_000 : 10_000, ...toast, id };
  setToasts((all) => fewer([...all, fresh]));
  return () => drop(id);
}

/** The newest four; what is held is never among those that make room. */
function fewer(all: Toast[]): Toast[] {
  const first = all.findIndex((toast) => toast.whenOver === undefined);
  return all.length <= mostShown || first < 0 ? all : fewer(all.toSpliced(first, 1));
}

/** Takes back the newest act that can be. Returns whether there was one. */
export function undoNewest(): boolean {
  const newest = toasts().findLast((toast) => toast.undo !== undefined);
  if (!newest) return false;
  drop(newest.id);
  newest.undo?.();
  return true;
}

function drop(id: number): void {
  setToasts((all) => all.filter((toast) => toast.id !== id));
}

const tickMs = 250;
const mostShown = 4;

/** The place of the toasts; once a page. */
export function Toasts(): JSX.Element {
  const t = useWords();
  let before = performance.now();
  const timer = setInterval(() => {
    // By the clock, not by ticks: a page in the background ticks seldom.
    const passed = performance.now() - before;
    before += passed;
    // What had the focus may have gone without a word.
    if (toasts().length === 0) setPaused(false);
    const leftOf = (toast: Toast): number =>
      isPaused() && toast.whenOver === undefined ? toast.leftMs : toast.leftMs - passed;
    const over = toasts().filter((toast) => leftOf(toast) <= 0);
    if (over.length > 0) setToasts((all) => all.filter((toast) => leftOf(toast) > 0));
    for (const toast of toasts()) toast.leftMs = leftOf(toast);
    for (const toast of over) toast.whenOver?.();
  }, tickMs);
  onCleanup(() => clearInterval(timer));
  let place!: HTMLDivElement;
  onMount(() => {
    const { look, stop } = keepOffFocus(place);
    onCleanup(stop);
    createEffect(() => {
      toasts();
      look();
    });
  });
  return (
    <div
      ref={(box) => {
        place = box;
      }}
      class="toasts"
      role="status"
      aria-live="polite"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocusIn={() => setPaused(true)}
      onFocusOut={() => setPaused(false)}
    >
      <For each={toasts()}>
        {(toast) => (
          <div class="toast" data-tone={toast.tone}>
            <span>{toast.text}</span>
            <Show when={toast.onward}>
              {(onward) => (
                <Button
                  isSmall
                  onClick={() => {
                    drop(toast.id);
                    onward().run();
                  }}
                >
                  {onward().label}
                </Button>
              )}
            </Show>
            <Show when={toast.undo}>
              {(undo) => (
                <Button
                  isSmall
                  hint="Z"
                  onClick={() => {
                    drop(toast.id);
                    undo()();
                  }}
                >
                  {t("desk.undo")}
                </Button>
              )}
            </Show>
            <Show when={!toast.whenOver}>
              <button
                type="button"
                class="toast-close"
                aria-label={t("desk.close_dialog")}
                onClick={() => drop(toast.id)}
              >
                ×
              </button>
            </Show>
          </div>
        )}
      </For>
    </div>
  );
}
