// Languages that are begun: a file each beside the folders of the complete ones.
import { readdirSync, readFileSync } from "node:fs";
import { catalogueFolder } from "./read-catalogue.ts";
import { makeTranslator, type Translator, type WordsLanguage } from "./translate.ts";

/**
 * A language that is begun: one file, `catalogue/<tag>.json`. What it lacks is said in the complete language that it names. Each of its
 * words says where it is from; none is invented. A file more is a language more: nothing else has to be told of it.
 */
export interface BegunLanguage {
  tag: string;
  /** In itself. */
  name: string;
  locale: string;
  direction: "ltr" | "rtl";
  fallsBackTo: WordsLanguage;
  /** Every translator of it says the key's own words, or those of the language it falls back to. */
  words: Translator;
  /** True where the language has words of its own for a key. */
  isOwn(key: string): boolean;
}

interface BegunFile {
  language: Pick<BegunLanguage, "name" | "locale" | "direction" | "fallsBackTo">;
  sources: Record<string, string>;
  messages: Record<string, { text: string; source: string }>;
}

/** All that there are, by tag. @param whole says a complete language. */
export function loadBegunLanguages(
  whole: (language: WordsLanguage) => Translator,
  folder: string = catalogueFolder,
): readonly BegunLanguage[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const file = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as BegunFile;
      return makeBegun(name.slice(0, -".json".length), file, whole);
    });
}

function makeBegun(
  tag: string,
  { language, messages }: BegunFile,
  wholeOf: (language: WordsLanguage) => Translator,
): BegunLanguage {
  const own = Object.fromEntries(Object.entries(messages).map(([key, { text }]) => [key, text]));
  const spoken = makeTranslator(language.fallsBackTo, own, language.locale);
  const whole = wholeOf(language.fallsBackTo);
  const isOwn = (key: string): boolean => spoken.has(key);
  const words = (key: string, values?: Parameters<Translator>[1]): string =>
    isOwn(key) ? spoken(key, values) : whole(key, values);
  return {
    ...language,
    tag,
    isOwn,
    words: Object.assign(words, {
      language: language.fallsBackTo,
      has: (key: string) => whole.has(key),
      keys: () => whole.keys(),
    }),
  };
}
