// A rule in words: nested sentences, each with what it lists; what held in a finding is ticked and marked, what did not is struck off quietly.
import { For, type JSX, Show } from "solid-js";
import type { RuleWords } from "../../../../backend/triage/explain/model.ts";
import { useWords } from "../../../platform/words.ts";
import { defangPiece } from "../../report/segment-text.ts";

export function WordsList(props: { words: readonly RuleWords[] }): JSX.Element {
  return (
    <ul class="rule-words">
      <For each={props.words}>{(one) => <Sentence of={one} />}</For>
    </ul>
  );
}

function Sentence(props: { of: RuleWords }): JSX.Element {
  const t = useWords();
  const values = () =>
    Object.fromEntries(
      Object.entries(props.of.values).map(([name, value]) => [
        name,
        typeof value === "string" && (name === "value" || name === "known") ? defangPiece(value) : value,
      ]),
    );
  return (
    <li data-true={props.of.isTrue === undefined ? undefined : String(props.of.isTrue)}>
      <Show when={props.of.isTrue !== undefined}>
        <span class="truth" aria-hidden="true">
          {props.of.isTrue ? "✓" : "✗"}
        </span>
        <span class="for-ears">{t(props.of.isTrue ? "rules.explain.held" : "rules.explain.not_held")} </span>
      </Show>
      {t(props.of.key, values())}
      <For each={props.of.items}>
        {(item) => (
          <>
            {" "}
            <Show when={item.isTrue} fallback={<code class="said-value">{item.text}</code>}>
              <mark data-kind="finding" class="mono said-value">
                {item.text}
              </mark>
            </Show>
          </>
        )}
      </For>
      <Show when={props.of.kids}>{(kids) => <WordsList words={kids()} />}</Show>
    </li>
  );
}
