// The way to publication as steps in order: draft, form, samples, back-test, second person; what each says, and what comes next.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { GateView, RulePage } from "../../../backend/triage/rules/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";

export function GatesCard(props: { rule: RulePage }): JSX.Element {
  const t = useWords();
  const latest = () => props.rule.versions[0];
  const isInForce = () => latest() !== undefined && latest()?.version === props.rule.activeVersion;
  const titleOf = (): string => {
    const version = latest()?.version;
    if (version === undefined) return t("rules.gates.title");
    return t(isInForce() ? "rules.version_short" : "rules.gates.of_version", { version });
  };
  return (
    <Card title={titleOf()}>
      <p class="next-step">{t(`rules.next.${nextOf(props.rule)}`)}</p>
      <Show when={props.rule.whyNotApprove}>
        {(key) => <p class="small-text">{hasWords(key()) ? t(key()) : t("rules.why_not_approve")}</p>}
      </Show>
      <Show when={latest()}>
        <ol class="gates">
          <For each={props.rule.gates}>{(gate) => <Gate of={gate} />}</For>
          <li data-state={isInForce() ? "passed" : "none"}>
            <b>{t("rules.gate.two_persons")}</b>{" "}
            <span class="quiet-text">{t(isInForce() ? "rules.in_force" : "rules.gate_state.none")}</span>
          </li>
        </ol>
      </Show>
    </Card>
  );
}

function Gate(props: { of: GateView }): JSX.Element {
  const t = useWords();
  return (
    <li data-state={props.of.state}>
      <b>{t(`rules.gate.${props.of.gate}`)}</b> <span>{t(`rules.gate_state.${props.of.state}`)}</span>
      <Show when={props.of.at}>{(at) => <span class="quiet-text small-text"> · {formatInstant(at())}</span>}</Show>
      <Show when={props.of.trialId}>
        {(id) => (
          <>
            {" "}
            · <A href={`/rules/trials/${id()}`}>{t("rules.trial.open")}</A>
          </>
        )}
      </Show>
      <For each={props.of.problems}>{(problem) => <p class="gate-problem small-text">{problem}</p>}</For>
    </li>
  );
}

/** The one thing that comes next, as a key. */
function nextOf(rule: RulePage): string {
  const { draft, versions, gates, state, publication } = rule;
  if (publication?.state === "waiting") return rule.can.approve ? "approve" : "wait_second";
  if (publication) return rule.can.approve ? "countersign" : "wait_countersign";
  if (draft) return "submit";
  const [latest] = versions;
  if (!latest) return "write";
  if (state === "quarantined") return "quarantined";
  if (state === "retired") return "retired";
  if (latest.version === rule.activeVersion) return "in_force";
  const missing = gates.find((gate) => gate.state !== "passed" && gate.state !== "excused");
  if (!missing) return "ask";
  if (missing.state === "waiting" || missing.state === "running") return "running";
  return missing.gate === "backtest" && missing.state === "none" ? "backtest" : "mend";
}
