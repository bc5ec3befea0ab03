// A value that changes often, told at most so often: the first change at once, the newest of those that follow when the time is over.
import { createEffect, createSignal, on, onCleanup } from "solid-js";

/** @returns the value as it is told; it is the newest at the latest `betweenMs` after a change. */
export function createSlow<Value>(value: () => Value, betweenMs: number): () => Value {
  // oxlint-disable-next-line solid/reactivity -- what it begins with; each change after is followed below
  const [told, setTold] = createSignal(value());
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    lastAtMs = performance.now();
    setTold(() => value());
  };
  createEffect(
    on(
      value,
      () => {
        const waitMs = lastAtMs + betweenMs - performance.now();
        if (waitMs <= 0) tell();
        else timer ??= setTimeout(tell, waitMs);
      },
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  return told;
}
