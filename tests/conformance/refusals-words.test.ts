// What the application refuses because of what stands there (a conflict, a state) is said in words of its own in three languages, and never as "somebody changed this" when nobody did.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = globSync("backend/**/*.ts", { cwd: root })
  .filter((path) => !path.endsWith(".test.ts"))
  .map((path) => ({ path, text: readFileSync(`${root}/${path}`, "utf8") }));

/** What stands between the brackets of each error that is made with one of the codes. */
function refusalsOf(text: string): string[] {
  return [...text.matchAll(/new AppError\(\s*"(?:conflict|refused)",/g)].map((found) => {
    let depth = 1;
    let end = found.index + found[0].length;
    for (; depth > 0 && end < text.length; end++) depth += text[end] === "(" ? 1 : text[end] === ")" ? -1 : 0;
    return text.slice(found.index, end);
  });
}

test("every conflict and every refusal has words of its own", () => {
  const all = sources.flatMap(({ path, text }) => refusalsOf(text).map((refusal) => ({ path, refusal })));
  expect(all.length).toBeGreaterThan(250);
  expect(all.filter(({ refusal }) => !/\bwords\b/.test(refusal))).toEqual([]);
});

test("every key that an error names exists in every language, and stands in a room that the browser may load", () => {
  const named = sources.flatMap(({ text }) => [
    ...new Set([...text.matchAll(/\bwords: "([a-z-]+\.[\w.]*\w)"/g)].map(([, key]) => key ?? "")),
  ]);
  expect(named.length).toBeGreaterThan(150);
  for (const language of wordsLanguages) {
    const known = new Set(Object.keys(readCatalogue(language)));
    expect(named.filter((key) => !known.has(key) || /^(mail|office)\./.test(key))).toEqual([]);
  }
});

test("the words of the common refusals are whole in three languages", () => {
  const ofRoom = (language: (typeof wordsLanguages)[number]): string[] =>
    Object.keys(readCatalogue(language)).filter((key) => key.startsWith("refusals."));
  expect(ofRoom("fr").length).toBeGreaterThan(45);
  for (const language of wordsLanguages) {
    expect(ofRoom(language)).toEqual(ofRoom("fr"));
    for (const key of ofRoom(language)) expect(wordsIn(language)(key)).toMatch(/\.$/);
  }
});
