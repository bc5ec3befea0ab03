// The words about who may see what are whole: the same keys with the same values in three languages, and every key that is named exists.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { canLeave, channels, paps } from "../../backend/intake/marking/model.ts";
import { markings } from "../../backend/intake/model.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wordsOf = (language: (typeof wordsLanguages)[number]) =>
  Object.fromEntries(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("access.")));

test("the three languages have the same sentences with the same values, and each can be said", () => {
  const french = wordsOf("fr");
  expect(Object.keys(french).length).toBeGreaterThan(150);
  for (const language of wordsLanguages) {
    const words = wordsOf(language);
    expect(Object.keys(words).toSorted(), language).toEqual(Object.keys(french).toSorted());
    for (const [key, text] of Object.entries(words)) {
      expect(wordValues(text), `${key} in ${language}`).toEqual(wordValues(french[key] ?? ""));
      expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, 2])))).not.toBe("");
    }
  }
});

test("every key that screens, refusals and explanations name exists", () => {
  const known = new Set(Object.keys(wordsOf("en")));
  const files = ["backend/cases", "backend/coordination", "backend/identity", "frontend/desk"].flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8")),
  );
  const code = files.join("\n");
  const named = [...code.matchAll(/["'](access\.[a-z_]+(?:\.[a-z_]+)*)["']/g)].map((found) => found[1] ?? "");
  const why = [...code.matchAll(/\bwhy\("([a-z_]+)"/g)].map((found) => `access.why.${found[1] ?? ""}`);
  const parties = [...code.matchAll(/\bgroup\("([a-z_]+)"/g)].map((found) => `access.party.${found[1] ?? ""}`);
  const refused = [...code.matchAll(/\brefused\("([a-z_]+)"/g)].map((found) => `access.refusal.${found[1] ?? ""}`);
  const built = channels.flatMap((channel) => [
    `access.channel.${channel}`,
    ...markings.flatMap((marking) => paps.map((pap) => canLeave({ marking, pap }, channel).why)),
  ]);
  const all = [...named, ...why, ...parties, ...built, ...refused];
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter((key) => !known.has(key))).toEqual([]);
});
