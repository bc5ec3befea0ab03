// What an accreditation is worth, as a word with its tone.
import type { JSX } from "solid-js";
import type { AccreditationState } from "../../../backend/registry/accreditations/model.ts";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";

const tones: Record<AccreditationState, Tone> = {
  valid: "low",
  suspended: "medium",
  withdrawn: "critical",
  expired: "high",
  not_yet: "plain",
};

export function StateTag(props: { state: AccreditationState }): JSX.Element {
  const t = useWords();
  return <Tag tone={tones[props.state]}>{t(`register.accreditation.state.${props.state}`)}</Tag>;
}
