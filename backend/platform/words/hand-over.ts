// A language as one file for whoever translates it, and back: the three lie in the catalogue room by room, each other one as its file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type FileLanguage, type LanguageFile, messagesOf, wrongWords } from "./language-files.ts";
import { catalogueFolder, readCatalogue } from "./read-catalogue.ts";
import { locales, type Messages, wholeLanguage } from "./translate.ts";

/** What a translator is handed: each key with what is there, and the English. */
export interface HandedFile {
  language: LanguageFile["language"];
  sources?: Record<string, string>;
  messages: Record<string, { text: string; english: string; source?: string }>;
}

/** @param tag of one of the three, of a file, or of a language that is new: that one has no words yet, and names to fill in. */
export function handOut(tag: string, folder: string = catalogueFolder): HandedFile {
  const known = readFile(tag, folder);
  const whole = wholeLanguage(tag);
  const own: Messages = whole ? readCatalogue(whole, folder) : known ? messagesOf(known) : {};
  const state: FileLanguage["state"] = whole ? "complete" : "begun";
  const name = whole === undefined ? "" : (own[`common.language.${tag}`] ?? "");
  const fresh = {
    name,
    locale: whole ? locales[whole] : tag,
    direction: "ltr" as const,
    fallsBackTo: whole ?? "fr",
    state,
  };
  const messages = Object.fromEntries(
    Object.entries(readCatalogue("en", folder)).map(([key, english]) => {
      const said = known?.messages[key];
      const source = typeof said === "object" ? said.source : undefined;
      return [key, { text: own[key] ?? "", english, ...(source === undefined ? {} : { source }) }];
    }),
  );
  const sources = known?.sources;
  return { language: known?.language ?? fresh, ...(sources ? { sources } : {}), messages };
}

/**
 * Takes a file back: the three into their rooms, another as `<tag>.json`. Keys without text are left out, which only a language that is
 * begun may have.
 * @returns what is wrong, a line each that starts with the key; nothing is written then
 */
export function takeBack(tag: string, handed: HandedFile, folder: string = catalogueFolder): string[] {
  const given = Object.entries(handed.messages).filter(([, { text }]) => text !== "");
  const messages = Object.fromEntries(given.map(([key, { text }]) => [key, text]));
  const whole = wholeLanguage(tag);
  const wrong = wrongWords(messages, whole ? "complete" : handed.language.state, folder);
  if (wrong.length > 0) return wrong;
  if (whole) {
    writeRooms(`${folder}/${whole}`, messages);
    return [];
  }
  const said = given.map(([key, { text, source }]) => [key, source === undefined ? text : { text, source }]);
  const { language, sources } = handed;
  write(`${folder}/${tag}.json`, { language, ...(sources ? { sources } : {}), messages: Object.fromEntries(said) });
  return [];
}

function writeRooms(folder: string, messages: Messages): void {
  const rooms = new Map<string, Messages>();
  for (const [key, text] of Object.entries(messages)) {
    const room = key.slice(0, key.indexOf("."));
    rooms.set(room, { ...rooms.get(room), [key.slice(room.length + 1)]: text });
  }
  mkdirSync(folder, { recursive: true });
  for (const [room, said] of rooms) write(`${folder}/${room}.json`, said);
}

function readFile(tag: string, folder: string): LanguageFile | undefined {
  const path = `${folder}/${tag}.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as LanguageFile) : undefined;
}

function write(path: string, content: unknown): void {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
