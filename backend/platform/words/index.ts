// Words for the server: loads the catalogue's files once and speaks one language.
import { type BegunLanguage, loadBegunLanguages } from "./begun.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { makeTranslator, type Translator, type WordsLanguage } from "./translate.ts";

export { readCatalogue } from "./read-catalogue.ts";
export { readTerms, sentencesToReview } from "./terms.ts";
export { type Translator, type WordsLanguage, wordsLanguages } from "./translate.ts";

const loaded = new Map<WordsLanguage, Translator>();
let begun: readonly BegunLanguage[] | undefined;

/** The translator of a language over all rooms; keys are "<room>.<key>". */
export function wordsIn(language: WordsLanguage): Translator {
  const known = loaded.get(language);
  if (known) return known;
  const translator = makeTranslator(language, readCatalogue(language));
  loaded.set(language, translator);
  return translator;
}

/** Languages that are begun: a file more in the catalogue is a language more. */
export function listBegunLanguages(): readonly BegunLanguage[] {
  begun ??= loadBegunLanguages(wordsIn);
  return begun;
}
