// The language of what is written to an entity or a person: the first of theirs that we have words in.
import { isSpoken } from "../../platform/words/index.ts";

/** @returns a tag that `wordsIn` knows; French where none of theirs is spoken here */
export function pickLanguage(tags: readonly string[]): string {
  return tags.find((tag) => isSpoken(tag)) ?? "fr";
}
