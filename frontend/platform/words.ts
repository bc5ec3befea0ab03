// Words for the signed-in rooms: one language at a time, loaded by room from the catalogue; a switch repaints every sentence.
import { bring } from "./bring.ts";
import { createSignal } from "solid-js";
import {
  locales,
  makeTranslator,
  type Messages,
  type Translator,
  type Values,
  wholeLanguage,
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
/** Languages of one file: what each says of itself is here, its words come in one piece once somebody chooses it. */
const heads = import.meta.glob<FileHead>("../../backend/platform/words/catalogue/*.json", {
  eager: true,
  import: "language",
});
const bodies = import.meta.glob<string>("../../backend/platform/words/catalogue/*.json", {
  query: "?raw",
  import: "default",
});

interface FileHead {
  name: string;
  locale: string;
  direction: "ltr" | "rtl";
  fallsBackTo: WordsLanguage;
  state: "begun" | "complete";
}

/** Complete languages beside the three; those that are begun are spoken on the portal alone. */
export const fileLanguages: readonly (FileHead & { tag: string; path: string })[] = Object.entries(heads)
  .map(([path, head]) => ({ ...head, tag: roomOf(path), path }))
  .filter(({ state }) => state === "complete");

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

/** The language of the moment, as texts that others wrote have it: of a file's language the one it falls back to. */
export function currentLanguage(): WordsLanguage {
  return translator()?.language ?? wholeLanguage(firstLanguage()) ?? "fr";
}

/** The language that is spoken: one of the three, or one of a file. */
export function currentTag(): string {
  return translator()?.tag ?? firstLanguage();
}

/** By whose rules dates and numbers are written at the moment. */
export function currentLocale(): string {
  return translator()?.locale ?? locales[currentLanguage()];
}

/** What a reader can choose, each with its name: the three in the language of the moment, those of files in themselves. */
export function offeredLanguages(): readonly { tag: string; name: string }[] {
  const words = useWords();
  return [...wordsLanguages.map((tag) => ({ tag, name: words(`common.language.${tag}`) })), ...fileLanguages];
}

/** Makes a language the page's; it is remembered on this device from the moment it is chosen. */
export async function switchLanguage(tag: string): Promise<void> {
  try {
    localStorage.setItem(storageKey, tag);
  } catch {
    // Storage is refused in some private windows; the choice then lasts as long as the page.
  }
  await startWords(tag);
}

/** Loads the words of a language without remembering it: what a page speaks on its own is not a choice, and must not undo one made in another tab. */
export async function startWords(language: string): Promise<void> {
  wanted = language;
  const mine = ++newest;
  speaking = speak(language, mine);
  await speaking;
}

/** Two rooms may be asked for at once: the newest asking knows of both, and an earlier one that is slower must not speak over it. */
let newest = 0;
let speaking: Promise<void> = Promise.resolve();
/** The language asked for last; its words may still be on their way. */
let wanted: string | undefined;

async function speak(tag: string, mine: number): Promise<void> {
  const own = fileLanguages.find((one) => one.tag === tag);
  const language = own?.fallsBackTo ?? wholeLanguage(tag) ?? "fr";
  const messages: Messages = {};
  const asked = [...rooms];
  const needed = Object.entries(files).filter(
    ([path]) => own === undefined && path.includes(`/catalogue/${language}/`) && rooms.has(roomOf(path)),
  );
  await Promise.all([
    ...needed.map(async ([path, load]) => {
      const room = roomOf(path);
      for (const [key, text] of Object.entries(await bring(load))) messages[`${room}.${key}`] = text;
    }),
    own === undefined ? undefined : readBody(own.path).then((all) => Object.assign(messages, all)),
  ]);
  if (mine !== newest) {
    await speaking;
    return;
  }
  spoken = new Set(asked);
  setTranslator(() => makeTranslator(language, messages, own));
  document.documentElement.lang = own?.tag ?? language;
  document.documentElement.dir = own?.direction ?? "ltr";
  rememberForServer(own?.tag);
}

/** All words of a file's language; they come once. */
async function readBody(path: string): Promise<Messages> {
  const { messages } = JSON.parse((await bodies[path]?.()) ?? "{}") as {
    messages?: Record<string, string | { text: string }>;
  };
  return Object.fromEntries(
    Object.entries(messages ?? {}).map(([key, said]) => [key, typeof said === "string" ? said : said.text]),
  );
}

/** Prints and pictures are made by the server, which falls back to one of the three unless it is told; nobody is told of it but here. */
function rememberForServer(tag: string | undefined): void {
  if (tag === undefined && !document.cookie.includes("speaks=")) return;
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `speaks=${tag ?? ""}; path=/; samesite=strict; max-age=${tag === undefined ? 0 : 31_536_000}${secure}`;
}

/** Loads more files of the catalogue by their names ("log"); what waits for them shows its keys until they are there. */
export async function loadRoom(...names: string[]): Promise<void> {
  const missing = names.filter((room) => !rooms.has(room));
  if (missing.length === 0) return;
  for (const room of missing) rooms.add(room);
  try {
    await startWords(wanted ?? currentTag());
  } catch (error) {
    // What did not come is asked for again by whoever needs it next.
    for (const room of missing) rooms.delete(room);
    throw error;
  }
}

function roomOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1, -".json".length);
}

/** What to speak first: the remembered language, else the browser's, else French. */
export function firstLanguage(): string {
  const remembered = readRemembered();
  const wished = [remembered, ...navigator.languages.map((tag) => tag.split("-")[0])];
  for (const tag of wished) {
    if (wholeLanguage(tag ?? "") !== undefined || fileLanguages.some((one) => one.tag === tag)) return tag ?? "fr";
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
