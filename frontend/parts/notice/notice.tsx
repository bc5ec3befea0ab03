// A sentence that belongs to the place: something to know, to mind, or that went wrong.
import type { JSX } from "solid-js";
import "./notice.css";

export function Notice(props: {
  tone?: "plain" | "mind" | "problem";
  children: JSX.Element;
  isAlert?: boolean;
}): JSX.Element {
  return (
    <div class="notice" data-tone={props.tone ?? "plain"} role={props.isAlert ? "alert" : undefined}>
      {props.children}
    </div>
  );
}
