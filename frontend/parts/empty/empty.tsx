// An empty place that says why it is empty and what comes next.
import { type JSX, Show } from "solid-js";
import "./empty.css";

/** @param props.isPage nothing else stands on the page: the title is its heading. */
export function Empty(props: {
  title: string;
  text?: string | undefined;
  isPage?: boolean;
  children?: JSX.Element;
}): JSX.Element {
  return (
    <div class="empty">
      <Show when={props.isPage} fallback={<p class="empty-title">{props.title}</p>}>
        <h1>{props.title}</h1>
      </Show>
      <Show when={props.text}>
        <p class="quiet-text">{props.text}</p>
      </Show>
      {props.children}
    </div>
  );
}
