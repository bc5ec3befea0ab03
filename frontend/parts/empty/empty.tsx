// An empty place that says why it is empty and what comes next.
import { type JSX, Show } from "solid-js";
import "./empty.css";

/**
 * @param props.title where it has several sentences and there is no text, the first is the title and the others are the text.
 * @param props.isPage nothing else stands on the page: the title is its heading.
 */
export function Empty(props: {
  title: string;
  text?: string | undefined;
  isPage?: boolean;
  children?: JSX.Element;
}): JSX.Element {
  const end = () => (props.text ? -1 : props.title.search(/(?<=[.!?]) /));
  const title = () => (end() < 0 ? props.title : props.title.slice(0, end()));
  const text = () => (end() < 0 ? props.text : props.title.slice(end() + 1));
  return (
    <div class="empty">
      <Show when={props.isPage} fallback={<p class="empty-title">{title()}</p>}>
        <h1>{title()}</h1>
      </Show>
      <Show when={text()}>
        <p class="quiet-text">{text()}</p>
      </Show>
      {props.children}
    </div>
  );
}
