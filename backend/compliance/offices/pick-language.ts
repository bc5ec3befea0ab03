// The language of what is written to an entity or a person: the first of theirs that we have words in.
import { type WordsLanguage, wordsLanguages } from "../../platform/words/index.ts";

export function pickLanguage(languages: readonly string[]): WordsLanguage {
  return (
    wordsLanguages.find((known) => known === languages[0]) ??
    wordsLanguages.find((known) => languages.includes(known)) ??
    "fr"
  );
}
