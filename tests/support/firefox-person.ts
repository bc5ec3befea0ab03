// A person in Firefox: uses pages by the words that stand on them, in whichever of the three languages; the words are looked up in the catalogue by their English.
import { readCatalogue, type WordsLanguage } from "../../backend/platform/words/index.ts";
import { type Firefox, openFirefox } from "./firefox.ts";
import { type Guest, inviteTo } from "./room-browser.ts";
import { eventually } from "./server.ts";
import type { WebServer } from "./web-server.ts";

/** A running installation and its database, as its owner sees it. */
export interface FirefoxServer {
  url: string;
  world: Pick<WebServer["world"], "owner">;
}

export interface FirefoxPerson {
  fox: Firefox;
  open(path: string): Promise<void>;
  /** Presses what bears the words: button, link, entry of a menu; of the dialog where one is open. English words are looked for in the person's language. */
  press(words: string): Promise<void>;
  write(label: string, text: string): Promise<void>;
  /** Takes an entry of a list of choices, by its value or by its words. */
  choose(label: string, option: string): Promise<void>;
  tick(label: string): Promise<void>;
  /** Waits until the page holds the words. @returns them, as they stand there. */
  see(words: string): Promise<string>;
  /** Waits until the address is such. @returns the path. */
  arrive(at: RegExp): Promise<string>;
  /** Chooses the language in the page's own menu: of a room, or in the head of a public page. */
  speak(language: WordsLanguage): Promise<void>;
  close(): Promise<void>;
}

const waitMs = 60_000;
const keysOf = new Map<string, string[]>();
const english = readCatalogue("en");
for (const [key, text] of Object.entries(english)) keysOf.set(text, [...(keysOf.get(text) ?? []), key]);

/** How the words may stand on a page in the language, up to the first value in them; themselves, where the catalogue has them not. */
function inLanguage(language: WordsLanguage, words: string): string[] {
  const catalogue = readCatalogue(language);
  const found = (keysOf.get(words) ?? []).flatMap((key) => catalogue[key]?.split("{")[0] || []);
  return found.length > 0 ? [...new Set(found)] : [words];
}

/** A person with a passkey to come. `language` is the browser's own and the first that is spoken. */
export async function openFirefoxPerson(url: string, language: WordsLanguage = "en"): Promise<FirefoxPerson> {
  const fox = await openFirefox(language);
  await fox.addAuthenticator();
  let spoken = language;
  const named = (kind: keyof typeof kinds, words: string): string =>
    `return (${findNamed.toString()})(${JSON.stringify(kinds[kind])}, ${JSON.stringify(inLanguage(spoken, words))});`;
  const person: FirefoxPerson = {
    fox,
    open: async (path) => await fox.open(path.startsWith("http") ? path : `${url}${path}`),
    press: async (words) => await fox.click(named("act", words)),
    write: async (label, text) => await fox.write(named("field", label), text),
    tick: async (label) => await fox.click(named("tick", label)),
    choose: async (label, option) => {
      const list = named("list", label)
        .replace(/^return /, "")
        .replace(/;$/, "");
      const wanted = JSON.stringify([option, ...inLanguage(spoken, option)]);
      const pick = `const list = ${list}; return list && [...list.options].find((one) => ${wanted}.includes(one.value) || ${wanted}.includes(one.text.trim()));`;
      await fox.click(`return (() => { ${pick} })();`);
    },
    see: async (words) => {
      const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").toLowerCase();
      const all = inLanguage(spoken, words).map(tidy);
      const findSeen = async (): Promise<string | undefined> => {
        const text = tidy(await fox.text());
        return all.find((one) => text.includes(one));
      };
      const seen = await eventually(findSeen, waitMs);
      if (seen === undefined)
        throw new Error(`"${all.join('" or "')}" did not appear on ${await fox.address()}:\n${await fox.text()}`);
      return seen;
    },
    arrive: async (at) => {
      const isThere = async (): Promise<boolean> => at.test(await fox.address());
      if (!(await eventually(isThere, waitMs)))
        throw new Error(`still on ${await fox.address()} instead of ${at}:\n${await fox.text()}`);
      return new URL(await fox.address()).pathname;
    },
    speak: async (wanted) => {
      const isPublic = await fox.evaluate("document.querySelector('header a[data-language]') !== null");
      await fox.click(isPublic ? `header a[hreflang="${wanted}"]` : ".account button");
      if (!isPublic)
        await fox.click(
          `return (${findNamed.toString()})("[role^=menuitem]", ${JSON.stringify([
            ...inLanguage(spoken, english[`common.language.${wanted}`] ?? ""),
            readCatalogue(wanted)[`common.language.${wanted}`],
          ])});`,
        );
      spoken = wanted;
      const isSpoken = async (): Promise<boolean> => (await fox.evaluate("document.documentElement.lang")) === wanted;
      if (!(await eventually(isSpoken, waitMs))) throw new Error(`the page does not speak ${wanted}`);
    },
    close: async () => await fox.close(),
  };
  return person;
}

/** Follows an invitation to the room of its role, and speaks the language there. */
export async function enterRoom(
  server: FirefoxServer,
  who: Guest,
  language: WordsLanguage,
): Promise<FirefoxPerson & { organisationId: string }> {
  const { link, email, organisationId } = await inviteTo(server, who);
  const person = await openFirefoxPerson(server.url);
  try {
    await person.open(link);
    await person.fox.write("input[type=email]", email);
    await person.fox.click("form button[type=submit]");
    await person.arrive(/\/(desk|console|office)\/(?!enrol)/);
    await person.speak(language);
  } catch (error) {
    await person.close();
    throw error;
  }
  return { ...person, organisationId };
}

const kinds = {
  act: "button, a[href], summary, [role^=menuitem], [role=tab]",
  field: "input:not([type=checkbox], [type=radio], [type=hidden]), textarea",
  list: "select",
  tick: "input[type=checkbox], input[type=radio]",
} as const;

/** Runs in the page: the first that can be used and bears one of the names, whole before begun, in the dialog or menu that is open. */
function findNamed(selector: string, names: string[]): Element | undefined {
  const tidy = (text: string | null | undefined): string => (text ?? "").replaceAll(/\s+/g, " ").trim();
  const textOf = (element: Element): string => {
    const copy = element.cloneNode(true) as Element;
    for (const silent of copy.querySelectorAll("[aria-hidden=true], input, select, textarea")) silent.remove();
    return tidy(copy.textContent);
  };
  const nameOf = (element: Element): string => {
    const by = element.getAttribute("aria-labelledby");
    if (element.getAttribute("aria-label")) return tidy(element.getAttribute("aria-label"));
    if (by)
      return by
        .split(" ")
        .map((id) => tidy(document.getElementById(id)?.textContent))
        .join(" ");
    const labels = (element as HTMLInputElement).labels;
    return labels && labels.length > 0 ? textOf(labels[0] as Element) : textOf(element);
  };
  const over = [...document.querySelectorAll("[role=dialog], [role=alertdialog], [role=menu]")].filter((one) =>
    one.checkVisibility(),
  );
  const root: ParentNode = over.at(-1) ?? document;
  const usable = [...root.querySelectorAll(selector)].filter(
    (one) => one.checkVisibility() && !(one as HTMLButtonElement).disabled,
  );
  const wanted = names.map(tidy);
  return (
    usable.find((one) => wanted.includes(nameOf(one))) ??
    usable.find((one) => wanted.some((name) => name.length > 2 && nameOf(one).startsWith(name)))
  );
}
