// An explanation's sentences as plain lines in one language, for those who read JSON or a terminal. Pure.
import type { Translator } from "../../platform/words/translate.ts";
import type { RuleWords } from "./model.ts";

/** @returns one line a sentence, kids indented by two spaces, what held in the finding marked with "✓", what did not with "✗" */
export function renderWords(words: readonly RuleWords[], say: Translator, depth = 0): string[] {
  return words.flatMap(({ key, values, items, kids, isTrue }) => {
    const mark = isTrue === undefined ? "" : isTrue ? "✓ " : "✗ ";
    const listed = items?.map((item) => `${item.isTrue ? "✓ " : ""}${item.text}`).join(", ") ?? "";
    const line = `${"  ".repeat(depth)}${mark}${say(key, values)}${listed === "" ? "" : ` ${listed}`}`;
    return [line, ...renderWords(kids ?? [], say, depth + 1)];
  });
}
