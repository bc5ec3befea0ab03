// The catalogue's files: a folder for each of the three languages, a file for each room of it.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Messages, WordsLanguage } from "./translate.ts";

export const catalogueFolder = fileURLToPath(new URL("./catalogue", import.meta.url));

/** Every message of a language, room by room, as the files hold them. */
export function readCatalogue(language: WordsLanguage, folder: string = catalogueFolder): Messages {
  const messages: Messages = {};
  for (const file of readdirSync(`${folder}/${language}`).filter((name) => name.endsWith(".json"))) {
    const room = file.slice(0, -".json".length);
    const part = JSON.parse(readFileSync(`${folder}/${language}/${file}`, "utf8")) as Record<string, string>;
    for (const [key, text] of Object.entries(part)) messages[`${room}.${key}`] = text;
  }
  return messages;
}
