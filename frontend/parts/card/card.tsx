// A sheet with a heading: one subject a card.
import { type JSX, Show } from "solid-js";
import "./card.css";

export function Card(props: {
  title: string;
  count?: number | undefined;
  aside?: JSX.Element;
  id?: string;
  children: JSX.Element;
}): JSX.Element {
  return (
    <section class="card" id={props.id} aria-label={props.title}>
      <header class="card-head">
        <h2>
          {props.title}
          <Show when={props.count !== undefined}>
            <span class="card-count figures"> {props.count}</span>
          </Show>
        </h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}
