// A rule's text in the reader's words.
import { createMemo, For, type JSX, Show } from "solid-js";
import { wordsOfRule } from "../../../backend/triage/explain/words-of-rule.ts";
import type { RuleKind } from "../../../backend/triage/rules/model.ts";
import { useWords } from "../../platform/words.ts";
import { WordsList } from "./explain/words-list.tsx";

export function RuleInWords(props: { kind: RuleKind; source: string }): JSX.Element {
  const t = useWords();
  const said = createMemo(() => wordsOfRule(props.kind, props.source));
  return (
    <Show when={said().length > 0} fallback={<p class="quiet-text">{t("rules.list_in_words")}</p>}>
      <For each={said()}>
        {(one) => (
          <section class="said-rule">
            <Show when={said().length > 1}>
              <h3>{one.title}</h3>
            </Show>
            <WordsList words={one.words} />
          </section>
        )}
      </For>
    </Show>
  );
}
