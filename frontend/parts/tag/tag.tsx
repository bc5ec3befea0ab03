// A short word with a tone: state, marking, kind.
import type { JSX } from "solid-js";
import "./tag.css";

export type Tone = "plain" | "indigo" | "critical" | "high" | "medium" | "low";

export function Tag(props: { tone?: Tone; children: JSX.Element; title?: string | undefined }): JSX.Element {
  return (
    <span class="tag" data-tone={props.tone ?? "plain"} title={props.title}>
      {props.children}
    </span>
  );
}
