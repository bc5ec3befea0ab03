// A sentence that belongs to the place: something to know, to mind, or that went wrong.
import type { JSX } from "solid-js";
import "./notice.css";

export function Notice(props: {
  tone?: "plain" | "mind" | "problem";
  children: JSX.Element;
  isAlert?: boolean;
  /** Called with the box, which can then be given the focus. */
  ref?: (box: HTMLElement) => void;
}): JSX.Element {
  return (
    <div
      class="notice"
      data-tone={props.tone ?? "plain"}
      role={props.isAlert ? "alert" : undefined}
      tabIndex={props.ref ? -1 : undefined}
      ref={(box) => props.ref?.(box)}
    >
      {props.children}
    </div>
  );
}
