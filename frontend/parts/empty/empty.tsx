// An empty place that says why it is empty and what comes next.
import { type JSX, Show } from "solid-js";
import "./empty.css";

export function Empty(props: { title: string; text?: string | undefined; children?: JSX.Element }): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      <Show when={props.text}>
        <p class="quiet-text">{props.text}</p>
      </Show>
      {props.children}
    </div>
  );
}
