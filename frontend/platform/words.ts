// Words for the signed-in rooms: one language at a time, loaded by room from the catalogue; a switch repaints every sentence.
import { createSignal } from "solid-js";
import {
  makeTranslator,
  type Messages,
  type Translator,
  type Values,
  type WordsLanguage,
  wordsLanguages,
} from "../../backend/platform/words/translate.ts";

export { type WordsLanguage, wordsLanguages } from "../../backend/platform/words/translate.ts";

/** Gives the sentence of a key ("desk.act.reject") in the language of the moment; reading it inside JSX keeps it alive. */
export type Words = (key: string, values?: Values) => string;

const files = import.meta.glob<Messages>(
  ["../../backend/platform/words/catalogue/*/*.json", "!../../backend/platform/words/catalogue/*/{mail,office}.json"],
  {
    import: "default",
  },
);
const storageKey = "toguna.language";
/** Rooms that are loaded; the portal's only once somebody reads the answers of a form. */
const rooms = new Set(["common", "desk", "identity", "triage", "access", "forms"]);

/** Rooms whose words are there, in the language of the moment. */
let spoken: ReadonlySet<string> = new Set();

const [translator, setTranslator] = createSignal<Translator>();

/** The words of the moment. Every key is checked by a test; one that is missing all the same shows itself instead of breaking the page. */
export function useWords(): Words {
  return (key, values) => {
    const words = translator();
    if (words?.has(key)) return words(key, values);
    // Words that are on their way are three dots for a moment, not a key that nobody can read.
    const room = key.slice(0, key.indexOf("."));
    return rooms.has(room) && !spoken.has(room) ? "…" : key;
  };
}

/** Whether the words have a key; for lists that may grow on the server before a translation does. */
export function hasWords(key: string): boolean {
  return translator()?.has(key) ?? false;
}

/** Where the loaded words name the values of a field: for "way" each `room.….way` that has keys below it. */
export function wordsUnder(field: string): string[] {
  const found = new Set<string>();
  for (const key of translator()?.keys() ?? []) {
    const at = key.indexOf(`.${field}.`);
    if (at > 0) found.add(key.slice(0, at + field.length + 1));
  }
  return [...found];
}

/** The language of the moment. */
export function currentLanguage(): WordsLanguage {
  return translator()?.language ?? firstLanguage();
}

/** Makes a language the page's; it is remembered on this device from the moment it is chosen. */
export async function switchLanguage(language: WordsLanguage): Promise<void> {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage is refused in some private windows; the choice then lasts as long as the page.
  }
  await startWords(language);
}

/** Loads the words of a language without remembering it: what a page speaks on its own is not a choice, and must not undo one made in another tab. */
export async function startWords(language: WordsLanguage): Promise<void> {
  wanted = language;
  const mine = ++newest;
  speaking = speak(language, mine);
  await speaking;
}

/** Two rooms may be asked for at once: the newest asking knows of both, and an earlier one that is slower must not speak over it. */
let newest = 0;
let speaking: Promise<void> = Promise.resolve();
/** The language asked for last; its words may still be on their way. */
let wanted: WordsLanguage | undefined;

async function speak(language: WordsLanguage, mine: number): Promise<void> {
  const messages: Messages = {};
  const needed = Object.entries(files).filter(
    ([path]) => path.includes(`/catalogue/${language}/`) && rooms.has(roomOf(path)),
  );
  await Promise.all(
    needed.map(async ([path, load]) => {
      const room = roomOf(path);
      for (const [key, text] of Object.entries(await load())) messages[`${room}.${key}`] = text;
    }),
  );
  if (mine !== newest) {
    await speaking;
    return;
  }
  spoken = new Set(needed.map(([path]) => roomOf(path)));
  setTranslator(() => makeTranslator(language, messages));
  document.documentElement.lang = language;
}

/** Loads more files of the catalogue by their names ("log"); what waits for them shows its keys until they are there. */
export async function loadRoom(...names: string[]): Promise<void> {
  const missing = names.filter((room) => !rooms.has(room));
  if (missing.length === 0) return;
  for (const room of missing) rooms.add(room);
  await startWords(wanted ?? currentLanguage());
}

function roomOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1, -".json".length);
}

/** What to speak first: the remembered language, else the browser's, else French. */
export function firstLanguage(): WordsLanguage {
  const remembered = readRemembered();
  const wished = [remembered, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  for (const tag of wished) {
    const known = wordsLanguages.find((language) => language === tag);
    if (known) return known;
  }
  return "fr";
}

function readRemembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
