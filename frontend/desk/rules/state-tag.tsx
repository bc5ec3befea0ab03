// A rule's state as a tag that holds its word.
import type { JSX } from "solid-js";
import type { RuleState } from "../../../backend/triage/rules/model.ts";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";

const tones: Record<RuleState, Tone> = {
  draft: "plain",
  test: "indigo",
  active: "low",
  quarantined: "high",
  retired: "plain",
};

export function StateTag(props: { state: RuleState }): JSX.Element {
  const t = useWords();
  return <Tag tone={tones[props.state]}>{t(`rules.state.${props.state}`)}</Tag>;
}
