// Words for the server: loads the catalogue's files once and speaks one language.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { makeTranslator, type Messages, type Translator, type WordsLanguage } from "./translate.ts";

export { type Translator, type WordsLanguage, wordsLanguages } from "./translate.ts";

const folder = fileURLToPath(new URL("./catalogue", import.meta.url));
const loaded = new Map<WordsLanguage, Translator>();

/** The translator of a language over all rooms; keys are "<room>.<key>". */
export function wordsIn(language: WordsLanguage): Translator {
  const known = loaded.get(language);
  if (known) return known;
  const translator = makeTranslator(language, readCatalogue(language));
  loaded.set(language, translator);
  return translator;
}

/** Every message of a language, room by room, as the files hold them. */
export function readCatalogue(language: WordsLanguage): Messages {
  const messages: Messages = {};
  for (const file of readdirSync(`${folder}/${language}`).filter((name) => name.endsWith(".json"))) {
    const room = file.slice(0, -".json".length);
    const part = JSON.parse(readFileSync(`${folder}/${language}/${file}`, "utf8")) as Record<string, string>;
    for (const [key, text] of Object.entries(part)) messages[`${room}.${key}`] = text;
  }
  return messages;
}
