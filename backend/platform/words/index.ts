// Words for the server: loads the catalogue's files once and speaks one language.
import { type FileLanguage, loadFileLanguages } from "./language-files.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { makeTranslator, type Messages, type Translator, wholeLanguage, type WordsLanguage } from "./translate.ts";

export { readCatalogue } from "./read-catalogue.ts";
export { readTerms, sentencesToReview } from "./terms.ts";
export { type Translator, type WordsLanguage, wordsLanguages } from "./translate.ts";

const loaded = new Map<WordsLanguage, Translator>();
let files: readonly FileLanguage[] | undefined;

/** The translator of a language over all rooms, by its tag; keys are "<room>.<key>". @throws for a tag that no file has (`knownLanguage`). */
export function wordsIn(tag: string): Translator {
  const language = wholeLanguage(tag);
  if (language === undefined) {
    const own = listFileLanguages().find((one) => one.tag === tag);
    if (!own) throw new Error(`no words in ${tag}`);
    return own.words;
  }
  const known = loaded.get(language);
  if (known) return known;
  const translator = makeTranslator(language, readCatalogue(language));
  loaded.set(language, translator);
  return translator;
}

/** Sentences by key as they are written, for a script that says them itself. @throws for a tag that no file has. */
export function messagesIn(tag: string): Messages {
  const own = listFileLanguages().find((one) => one.tag === tag);
  return own ? { ...readCatalogue(own.fallsBackTo), ...own.messages } : readCatalogue(wordsIn(tag).language);
}

/** True for one of the three and for a complete language of a file. */
export const isSpoken = (tag: string): boolean =>
  wholeLanguage(tag) !== undefined || completeLanguage(tag) !== undefined;

/** The tag itself where it is spoken here, for instance that of a person's account; else French. */
export const knownLanguage = (tag: string | null | undefined): string =>
  typeof tag === "string" && isSpoken(tag) ? tag : "fr";

/**
 * Words for whoever asks: in the language that they read the rooms in where that is one beside the three and `language` is what it
 * falls back to; else in `language`. For prints, exports and pictures of the asker; never for what another person is sent.
 */
export function wordsFor(asker: { speaks?: string | undefined }, language: WordsLanguage): Translator {
  const own = asker.speaks === undefined ? undefined : completeLanguage(asker.speaks);
  return own?.fallsBackTo === language ? own.words : wordsIn(language);
}

const completeLanguage = (tag: string): FileLanguage | undefined =>
  listFileLanguages().find((one) => one.tag === tag && one.state === "complete");

/** Languages beside the three: a file more in the catalogue is a language more. */
export function listFileLanguages(): readonly FileLanguage[] {
  files ??= loadFileLanguages(wordsIn);
  return files;
}
