// The words of names in confidence are whole: the same keys with the same values in three languages, every key that a screen or mail names, French spacing.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const room = (language: (typeof wordsLanguages)[number]): Map<string, string> =>
  new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("sealed.")));
const sources = [
  ...["frontend/desk/custody", "frontend/desk/report", "backend/intake/sealed", "backend/identity/custody"].flatMap(
    (folder) => readdirSync(folder).map((name) => `${folder}/${name}`),
  ),
  "backend/coordination/compose-mail.ts",
  "backend/reporting/reveal-identity.ts",
].map((file) => readFileSync(file, "utf8"));

test("three languages have the same keys with the same values, each well formed", () => {
  const english = room("en");
  for (const language of wordsLanguages) {
    expect([...room(language).keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of room(language)) {
      expect([key, wordValues(text)]).toEqual([key, wordValues(english.get(key) ?? "")]);
      const values = Object.fromEntries(wordValues(text).map((name) => [name, 2]));
      expect(wordsIn(language)(key, values)).not.toBe("");
    }
  }
});

test("every key that is named exists, and every key is said somewhere", () => {
  const known = room("en");
  const text = sources.join("\n");
  const named = new Set([...text.matchAll(/["'`](sealed\.[a-z_.]+[a-z_])["'`]/g)].map((match) => match[1] ?? ""));
  const starts = [...text.matchAll(/`(sealed\.[a-z_.]+\.)\$\{/g)].map((match) => match[1] ?? "");
  for (const key of named) expect([key, known.has(key)]).toEqual([key, true]);
  for (const key of known.keys())
    expect([key, named.has(key) || starts.some((start) => key.startsWith(start))]).toEqual([key, true]);
});

test("French has no-break spaces where French has them", () => {
  for (const [key, text] of room("fr"))
    expect([key, /[ ][:;?!»]|«[^\u00a0]/.test(text.replaceAll(/\{[^{}]*\{/g, ""))]).toEqual([key, false]);
});
