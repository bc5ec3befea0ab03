// A text field for a rule's source: lines numbered, those with a problem marked, Tab that indents, and the caret's place told.
import { createMemo, createUniqueId, For, type JSX } from "solid-js";
import type { SourceProblem } from "../../../backend/triage/rules/model.ts";
import { useWords } from "../../platform/words.ts";

export interface SourceBoxHandle {
  /** Puts the caret at a place (both count from 1) and shows it. */
  goTo(line: number, column: number): void;
}

export function SourceBox(props: {
  value: string;
  problems: readonly SourceProblem[];
  onInput: (text: string) => void;
  handle: (handle: SourceBoxHandle) => void;
}): JSX.Element {
  const t = useWords();
  const id = createUniqueId();
  let box: HTMLTextAreaElement | undefined;
  let gutter: HTMLDivElement | undefined;
  const lineCount = createMemo(() => props.value.split("\n").length);
  const wrongLines = createMemo(() => new Set(props.problems.map(({ line }) => line)));
  const numbers = createMemo(() => Array.from({ length: lineCount() }, (_, index) => index + 1));
  props.handle({
    goTo: (line, column) => {
      if (!box) return;
      const lines = box.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      const at = start + Math.min(column - 1, lines[line - 1]?.length ?? 0);
      box.focus();
      box.setSelectionRange(at, at);
      box.scrollTop = Math.max(0, (line - 4) * lineHeight(box));
    },
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    // Tab writes two blanks; who wants to leave the field presses Escape first, as the hint says (WCAG 2.1.2).
    if (event.key !== "Tab" || event.shiftKey || isLeaving || !box) {
      isLeaving = event.key === "Escape";
      return;
    }
    event.preventDefault();
    // The browser's own undo keeps working, which setting the value would break.
    document.execCommand("insertText", false, "  ");
  };
  let isLeaving = false;
  return (
    <div class="source-box">
      <label class="field-label" for={id}>
        {t("rules.edit.source")}
      </label>
      <p class="field-hint" id={`${id}-hint`}>
        {t("rules.edit.tab_hint")}
      </p>
      <div class="source-lines">
        <div class="source-gutter" aria-hidden="true" ref={(element) => (gutter = element)}>
          <For each={numbers()}>
            {(number) => <div data-wrong={wrongLines().has(number) ? "" : undefined}>{number}</div>}
          </For>
        </div>
        <textarea
          ref={(element) => (box = element)}
          id={id}
          class="source-text"
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          wrap="off"
          aria-describedby={`${id}-hint`}
          aria-invalid={props.problems.length > 0 ? "true" : undefined}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onScroll={(event) => {
            if (gutter) gutter.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

function lineHeight(box: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(box).lineHeight) || 20;
}
