// One artefact as a line of a list: what it is asked, its state and what came of it.
import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { ArtefactLine, ArtefactState, Verdict } from "../../../backend/cases/artefacts/model.ts";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import "../register-care/care.css";

export const verdictTones: Record<Verdict, Tone> = {
  malicious: "critical",
  suspicious: "high",
  harmless: "low",
  unknown: "plain",
};
export const artefactTones: Record<ArtefactState, Tone> = {
  asked: "medium",
  in_analysis: "indigo",
  done: "low",
  ended: "plain",
};

export function ArtefactItem(props: { one: ArtefactLine; hasCase: boolean }): JSX.Element {
  const t = useWords();
  return (
    <>
      <div>
        <A class="care-name" href={`/artefacts/${props.one.id}`}>
          <span class="mono">{props.one.reference}</span> <span dir="auto">{props.one.fileName}</span>
        </A>
        <p dir="auto">{props.one.what ?? props.one.question}</p>
        <p class="quiet-text small-text">
          <Show when={props.hasCase}>
            <A href={`/cases/${props.one.case.id}`}>{props.one.case.reference}</A> ·{" "}
          </Show>
          {t("artefacts.asked_by", { name: props.one.askedBy.name, when: formatInstant(props.one.askedAt) })}
          <Show when={props.one.analyst}>
            {(person) => <> · {t("artefacts.with_analyst", { name: person().name })}</>}
          </Show>
        </p>
      </div>
      <div class="care-acts">
        <Show when={props.one.verdict}>
          {(verdict) => <Tag tone={verdictTones[verdict()]}>{t(`artefacts.verdict.${verdict()}`)}</Tag>}
        </Show>
        <Show when={props.one.state === "asked" && props.one.urgency === "now"}>
          <Tag tone="critical">{t("artefacts.urgency.now")}</Tag>
        </Show>
        <Tag tone={artefactTones[props.one.state]}>{t(`artefacts.state.${props.one.state}`)}</Tag>
      </div>
    </>
  );
}
