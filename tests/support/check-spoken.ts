// Whether all words of a page are of the language that it is read in: no key stands there raw, and no sentence of the catalogue in English.
import type { Page } from "playwright-core";
import { readCatalogue } from "../../backend/platform/words/index.ts";

/** What laws and the team itself wrote is in the three languages; these stand in the catalogue too. */
const written = /^talking\.template\./;
const ofLaws = new Set(["Trust-service provider", "Cryptology provider"]);

/** Sentences of two words or more, which nobody's name or data is by chance. */
const english = (): string[] =>
  Object.entries(readCatalogue("en"))
    .filter(([key, text]) => !written.test(key) && !ofLaws.has(text) && /^[^{}<>'#]+ [^{}<>'#]+$/.test(text))
    .map(([, text]) => text);

/**
 * What is wrong, one line each, of texts, names and hints of the page as it stands.
 * @param tag the language, @param direction how it is written.
 */
export async function checkSpoken(page: Page, tag: string, direction: "ltr" | "rtl"): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts = new Set<string>([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      // What is written in another language says so itself.
      if (!holder || holder.closest("script, style, [lang]:not(html)")) continue;
      texts.add((node.textContent ?? "").trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], [aria-description]"))
      for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"])
        texts.add((element.getAttribute(name) ?? "").trim());
    return { texts: [...texts], lang: document.documentElement.lang, dir: getComputedStyle(document.body).direction };
  });
  const keys = new Set(Object.keys(readCatalogue("en")));
  const sentences = new Set(english());
  return [
    ...(said.lang === tag ? [] : [`lang is ${said.lang}`]),
    ...(said.dir === direction ? [] : [`written ${said.dir}`]),
    ...said.texts.filter((text) => keys.has(text)).map((text) => `a key stands raw: ${text}`),
    ...said.texts.filter((text) => sentences.has(text)).map((text) => `in English: "${text.slice(0, 60)}"`),
    ...said.texts.filter((text) => /\bInvalid Date\b|\bNaN\b|\bundefined\b/.test(text)).map((text) => `says "${text}"`),
  ];
}
