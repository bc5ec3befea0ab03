// Languages beside the three: a file each in the catalogue's folder. A file more is a language more; nothing else is told of it.
import { readdirSync, readFileSync } from "node:fs";
import { catalogueFolder, readCatalogue } from "./read-catalogue.ts";
import { checkMessage } from "./check-message.ts";
import { makeTranslator, type Messages, type Translator, type WordsLanguage, wordsLanguages } from "./translate.ts";

/**
 * A language of one file, `catalogue/<tag>.json`. What it lacks, and texts that laws, teams and people wrote, are said in the one of
 * the three that it falls back to; reports and records are kept in that one.
 */
export interface FileLanguage {
  tag: string;
  /** In itself. */
  name: string;
  /** By whose rules plurals, dates and numbers are written (CLDR). */
  locale: string;
  direction: "ltr" | "rtl";
  fallsBackTo: WordsLanguage;
  /**
   * "complete": every key has words; it is offered everywhere. "begun": some have, each with the source it is from; the portal offers it
   * where the country file names it, and says what is in which language.
   */
  state: "begun" | "complete";
  /** Says the key's own words, or those of the language it falls back to. */
  words: Translator;
  /** The file's own, as they are written. */
  messages: Messages;
  /** True where the language has words of its own for a key. */
  isOwn(key: string): boolean;
}

/** What stands in the file. */
export interface LanguageFile {
  language: Pick<FileLanguage, "name" | "locale" | "direction" | "fallsBackTo" | "state">;
  sources?: Record<string, string>;
  /** By whole key, "<room>.<key>"; with its source where the language is begun. */
  messages: Record<string, string | { text: string; source?: string }>;
}

/** All that there are, by tag. @param whole says one of the three. */
export function loadFileLanguages(
  whole: (language: WordsLanguage) => Translator,
  folder: string = catalogueFolder,
): readonly FileLanguage[] {
  return readLanguageFiles(folder).map(({ tag, file }) => makeLanguage(tag, file, whole));
}

export function readLanguageFiles(folder: string = catalogueFolder): { tag: string; file: LanguageFile }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({
      tag: name.slice(0, -".json".length),
      file: JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as LanguageFile,
    }));
}

/** The words of a file by key. */
export function messagesOf({ messages }: LanguageFile): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, said]) => [key, typeof said === "string" ? said : said.text]),
  );
}

/**
 * What is wrong with the words of a language, a line each that starts with the key: keys that nothing asks for, sentences that are none
 * or lack a value, and, where it says that it is complete, keys without words. The build fails for each.
 */
export function wrongWords(messages: Messages, state: FileLanguage["state"], folder?: string): string[] {
  const english = readCatalogue("en", folder);
  const wrong = Object.entries(messages).flatMap(([key, text]) => {
    const meant = english[key];
    return meant === undefined ? [`${key}: nothing says this key`] : checkMessage(key, text, meant);
  });
  const missing = state === "begun" ? [] : Object.keys(english).filter((key) => messages[key] === undefined);
  return [...wrong, ...missing.map((key) => `${key}: has no words`)];
}

/** The same of every language that there is, each line with its tag before it. */
export function wrongCatalogue(folder: string = catalogueFolder): string[] {
  return [
    ...wordsLanguages.map((tag) => ({
      tag: tag as string,
      wrong: wrongWords(readCatalogue(tag, folder), "complete", folder),
    })),
    ...readLanguageFiles(folder).map(({ tag, file }) => ({
      tag,
      wrong: wrongWords(messagesOf(file), file.language.state, folder),
    })),
  ].flatMap(({ tag, wrong }) => wrong.map((line) => `${tag} ${line}`));
}

function makeLanguage(tag: string, file: LanguageFile, wholeOf: (language: WordsLanguage) => Translator): FileLanguage {
  const { language } = file;
  const messages = messagesOf(file);
  const spoken = makeTranslator(language.fallsBackTo, messages, { tag, locale: language.locale });
  const whole = wholeOf(language.fallsBackTo);
  const isOwn = (key: string): boolean => spoken.has(key);
  const words = (key: string, values?: Parameters<Translator>[1]): string =>
    isOwn(key) ? spoken(key, values) : whole(key, values);
  return {
    ...language,
    tag,
    isOwn,
    messages,
    words: Object.assign(words, {
      language: language.fallsBackTo,
      tag,
      locale: language.locale,
      has: (key: string) => whole.has(key),
      keys: () => whole.keys(),
    }),
  };
}
