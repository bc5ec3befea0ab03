// Turns a key and its values into a sentence (ICU MessageFormat with CLDR plurals). Pure; browsers use it too.
import { IntlMessageFormat } from "intl-messageformat";

export const wordsLanguages = ["fr", "en", "mn"] as const;
export type WordsLanguage = (typeof wordsLanguages)[number];
export type Messages = Record<string, string>;
export type Values = Record<string, string | number | Date>;

export interface Translator {
  language: WordsLanguage;
  /** The sentence of a key. @throws when the key is missing: the build refuses that before a person sees it. */
  (key: string, values?: Values): string;
  has(key: string): boolean;
  /** Every key that is there. */
  keys(): string[];
}

/** `fr` is spoken as in Mali (fr-ML), `en` as en-GB. */
const locales: Record<WordsLanguage, string> = { fr: "fr-ML", en: "en-GB", mn: "mn" };

/** @param locale by whose rules plurals and dates are made: the language's own unless another is given. */
export function makeTranslator(
  language: WordsLanguage,
  messages: Messages,
  locale: string = locales[language],
): Translator {
  const compiled = new Map<string, IntlMessageFormat>();
  const translate = (key: string, values: Values = {}): string => {
    let format = compiled.get(key);
    if (!format) {
      const text = messages[key];
      if (text === undefined) throw new Error(`no words for ${key} in ${language}`);
      format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
      compiled.set(key, format);
    }
    return String(format.format(values));
  };
  return Object.assign(translate, {
    language,
    has: (key: string) => messages[key] !== undefined,
    keys: () => Object.keys(messages),
  });
}
