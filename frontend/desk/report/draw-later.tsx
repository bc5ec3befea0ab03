// What stands beside the text of a report is drawn in the task after the frame that shows the text: nobody waits for it with their eyes.
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";

/** A page that is not seen paints nothing: drawn then all the same. */
const longestMs = 200;

export function DrawLater(props: { children: JSX.Element }): JSX.Element {
  const [isDue, setDue] = createSignal(false);
  onMount(() => {
    let task: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => (task = setTimeout(() => setDue(true))));
    const atLast = setTimeout(() => setDue(true), longestMs);
    onCleanup(() => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
      clearTimeout(atLast);
    });
  });
  return <Show when={isDue()}>{props.children}</Show>;
}
