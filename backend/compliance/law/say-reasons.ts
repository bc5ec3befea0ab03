// Says a duty's reasons in a language, in one line; the words are in the catalogue's room "law".
import type { Translator } from "../../platform/words/index.ts";
import type { Duty } from "./duty.ts";

export function sayReasons(duty: Duty, words: Translator): string {
  return duty.reasons.map(({ code, values }) => words(`law.why_${code}`, values)).join(" ");
}
