// The portal's words: complete in three languages, no word that nothing says, French set as French is set, errors that name the act.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(
    readFileSync(join(here, `../../backend/platform/words/catalogue/${language}/portal.json`), "utf8"),
  ) as Record<string, string>;

const french = catalogue("fr");
const english = catalogue("en");
const mongolian = catalogue("mn");

const sources = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => readFileSync(join(here, path), "utf8"))
  .join("\n");

test("the three languages have the same keys and the same placeholders", () => {
  expect(Object.keys(french)).toEqual(Object.keys(english));
  expect(Object.keys(mongolian)).toEqual(Object.keys(english));
  const names = (text: string): string[] =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ""))].sort();
  for (const [key, text] of Object.entries(english))
    for (const other of [french, mongolian]) {
      // A plural's arms are words too: only the names of values count.
      const wanted = names(text).filter((name) => /^(?!one$|other$|is$|are$)/.test(name));
      const got = names(other[key] ?? "");
      for (const name of wanted) expect(got, `${key} ${name}`).toContain(name);
    }
});

test("every key that the pages name is there", () => {
  const named = [...sources.matchAll(/["'`]portal\.([\w.]+)["'`]/g)]
    .map(([, key]) => key ?? "")
    .filter((key) => key !== "css");
  expect(named.length).toBeGreaterThan(100);
  for (const key of named) expect(english, key).toHaveProperty([key]);
});

test("every key is said somewhere", () => {
  const starts = [...sources.matchAll(/`portal\.([\w.]*)\$\{/g)]
    .map(([, start]) => start ?? "")
    .filter((start) => start !== "");
  const literal = new Set([...sources.matchAll(/portal\.([\w.]+)/g)].map(([, key]) => key));
  const isDrawn = (key: string): boolean =>
    literal.has(key) ||
    key.startsWith("f.") ||
    key.startsWith("e.") ||
    key.startsWith("q.") ||
    starts.some((start) => key.startsWith(start)) ||
    /^(missing|broken|cut|foreign|tooLarge|forgotten|receipt\.gone)(\.title)?$/.test(key);
  expect(Object.keys(english).filter((key) => !isDrawn(key))).toEqual([]);
});

describe("French", () => {
  test("has a no-break space before : ; ! ? and inside « »", () => {
    for (const [key, text] of Object.entries(french)) {
      expect(text, key).not.toMatch(/(?<![\u00a0\u202f])[;!?»]/u);
      expect(text.replace(/https?:/g, ""), key).not.toMatch(/(?<![\u00a0])(?<!\d):/u);
      expect(text, key).not.toMatch(/«(?!\u00a0)/u);
    }
  });
  test("and every language has no straight apostrophe, which would quote in a message", () => {
    for (const words of [french, english, mongolian])
      for (const [key, text] of Object.entries(words)) expect(text, key).not.toContain("'");
  });
});

test("errors name what to do: no please, sorry, valid, forbidden, required", () => {
  const isError = (key: string): boolean => key.startsWith("e.") || key.startsWith("error.");
  for (const [key, text] of Object.entries(english).filter(([key]) => isError(key)))
    expect(text, key).not.toMatch(/please|sorry|valid|forbidden|required|oops/i);
  for (const [key, text] of Object.entries(french).filter(([key]) => isError(key)))
    expect(text, key).not.toMatch(/s’il vous plaît|désolé|valide|interdit|requis|obligatoire/i);
});

test("Mongolian is written in Mongolian: Cyrillic letters, with Ө and Ү where they belong", () => {
  for (const [key, text] of Object.entries(mongolian)) {
    if (key === "brand") continue;
    const bare = text.replace(/\{[^}]*\}/g, "").replace(/[\w.+-]+@[\w.-]+/g, "");
    expect(bare, key).toMatch(/[а-яёөү]/i);
    // A Latin v or a Greek letter in a Cyrillic word is a typing accident of keyboards without Ү.
    expect(bare, key).not.toMatch(/[а-яёөү][a-z]|[a-z][а-яёөү]/i);
  }
});
