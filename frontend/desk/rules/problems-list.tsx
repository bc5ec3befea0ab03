// What is wrong with the text, each with its line and column; a press goes there.
import { For, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";
import type { Checked } from "./check-as-typed.ts";

export function ProblemsList(props: {
  checked: Checked | undefined;
  /** False while a newer text is being checked. */
  isCurrent: boolean;
  onGo: (line: number, column: number) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <div class="problems" aria-live="polite" data-checked={props.isCurrent ? "" : undefined}>
      <Show when={props.checked} fallback={<p class="quiet-text small-text">{t("rules.edit.checking")}</p>}>
        {(checked) => (
          <Show
            when={checked().problems.length > 0}
            fallback={<p class="small-text fine">{t(props.isCurrent ? "rules.edit.fine" : "rules.edit.checking")}</p>}
          >
            <ul>
              <For each={checked().problems}>
                {(problem) => (
                  <li>
                    <Show when={problem.line}>
                      {(line) => (
                        <Button isSmall look="quiet" onClick={() => props.onGo(line(), problem.column ?? 1)}>
                          {t("rules.edit.place", { line: line(), column: problem.column ?? 1 })}
                        </Button>
                      )}
                    </Show>{" "}
                    <span class="field-error">{problem.reason}</span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </div>
  );
}
