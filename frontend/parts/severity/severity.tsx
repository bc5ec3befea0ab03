// Severity as a bar for lists and as a tag with its word for pages; a report that is not yet assessed has neither colour nor guess.
import type { JSX } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { Tag, type Tone } from "../tag/tag.tsx";
import "./severity.css";

export type Severity = "informational" | "low" | "medium" | "high" | "critical" | null;

const tones: Record<NonNullable<Severity>, Tone> = {
  informational: "plain",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

export function toneOf(severity: Severity): Tone {
  return severity === null ? "plain" : tones[severity];
}

/** The bar at a row's edge; its word is given to ears and as a title. */
export function SeverityBar(props: { of: Severity }): JSX.Element {
  const t = useWords();
  const word = () => (props.of === null ? t("desk.severity.none") : t(`common.severity.${props.of}`));
  return (
    <span class="severity-bar" data-severity={props.of ?? "none"} title={word()}>
      <span class="for-ears">{word()}</span>
    </span>
  );
}

export function SeverityTag(props: { of: Severity }): JSX.Element {
  const t = useWords();
  return (
    <Tag tone={toneOf(props.of)}>{props.of === null ? t("desk.severity.none") : t(`common.severity.${props.of}`)}</Tag>
  );
}
