// Grey lines where words will stand, so that nothing jumps; ears hear what is being fetched.
import { For, type JSX } from "solid-js";
import "./skeleton.css";

export function Skeleton(props: { lines: number; words: string; isRows?: boolean }): JSX.Element {
  return (
    <div class="skeleton" data-rows={props.isRows ? "" : undefined}>
      <span class="for-ears" role="status">
        {props.words}
      </span>
      <For each={Array.from({ length: props.lines }, (_, index) => index)}>
        {(index) => <div class="skeleton-line" data-width={index % 3} aria-hidden="true" />}
      </For>
    </div>
  );
}
