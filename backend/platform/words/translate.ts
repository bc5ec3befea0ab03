// Turns a key and its values into a sentence (ICU MessageFormat with CLDR plurals). Pure; browsers use it too.
import { IntlMessageFormat } from "intl-messageformat";
import { mongolianOrdinal } from "./mongolian-ordinal.ts";

/** The three in which laws, lists and the team's own texts are written; others are said from a file and fall back to one of them. */
export const wordsLanguages = ["fr", "en", "mn"] as const;
export type WordsLanguage = (typeof wordsLanguages)[number];
export type Messages = Record<string, string>;
export type Values = Record<string, string | number | Date>;

export interface Translator {
  /** In which texts that others wrote are chosen. */
  language: WordsLanguage;
  /** Of what is said; another than `language` where a file's language speaks. */
  tag: string;
  /** By whose rules plurals, dates and numbers are written. */
  locale: string;
  /** The sentence of a key. @throws when the key is missing: the build refuses that before a person sees it. */
  (key: string, values?: Values): string;
  has(key: string): boolean;
  /** Every key that is there. */
  keys(): string[];
}

/** `fr` is spoken as in Mali (fr-ML), `en` as en-GB. */
export const locales: Record<WordsLanguage, string> = { fr: "fr-ML", en: "en-GB", mn: "mn" };

export const wholeLanguage = (tag: string): WordsLanguage | undefined => wordsLanguages.find((known) => known === tag);

/** @param own tag and locale where it is a file's language that speaks: `language` is then the one it falls back to. */
export function makeTranslator(
  language: WordsLanguage,
  messages: Messages,
  own: { tag: string; locale: string } = { tag: language, locale: locales[language] },
): Translator {
  const compiled = new Map<string, { format: IntlMessageFormat; ordinals: readonly string[] }>();
  const translate = (key: string, values: Values = {}): string => {
    let known = compiled.get(key);
    if (!known) {
      const text = messages[key];
      if (text === undefined) throw new Error(`no words for ${key} in ${own.tag}`);
      const format = new IntlMessageFormat(text, own.locale, undefined, { ignoreTag: true });
      known = { format, ordinals: ordinalsIn(text) };
      compiled.set(key, known);
    }
    const { format, ordinals } = known;
    return String(format.format(ordinals.length === 0 ? values : withOrdinals(values, ordinals)));
  };
  return Object.assign(translate, {
    language,
    // By name: a function takes no other "name", which a language of a file has.
    tag: own.tag,
    locale: own.locale,
    has: (key: string) => messages[key] !== undefined,
    keys: () => Object.keys(messages),
  });
}

/** "article" where a sentence has "{article} {article_ordinal}": the second is not given by whoever asks, it follows from the first. */
function ordinalsIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)_ordinal\}/g)].map(([, name]) => name ?? "");
}

function withOrdinals(values: Values, names: readonly string[]): Values {
  const all = { ...values };
  for (const name of names) all[`${name}_ordinal`] = mongolianOrdinal(String(values[name]));
  return all;
}
