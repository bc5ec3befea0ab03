// The key that does an act, shown beside its words. Not read aloud: the accessible name has `aria-keyshortcuts`.
import type { JSX } from "solid-js";
import "./key-hint.css";

export function KeyHint(props: { of: string }): JSX.Element {
  return (
    <kbd class="key-hint" aria-hidden="true">
      {props.of}
    </kbd>
  );
}
