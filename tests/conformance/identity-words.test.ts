// Every sentence of identity exists in the three languages, with the same values, and none is asked for that does not exist.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { acts, roles } from "../../backend/identity/model.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wordsOf = (language: (typeof wordsLanguages)[number]) =>
  Object.fromEntries(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("identity.")));

function sources(folder: string): string {
  return readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8"))
    .join("\n");
}

test("the three languages have the same sentences with the same values", () => {
  const french = wordsOf("fr");
  for (const language of wordsLanguages) {
    const words = wordsOf(language);
    expect(Object.keys(words).toSorted(), language).toEqual(Object.keys(french).toSorted());
    for (const [key, text] of Object.entries(words))
      expect(wordValues(text), `${key} in ${language}`).toEqual(wordValues(french[key] ?? ""));
  }
});

test("every sentence can be said", () => {
  const values = {
    name: "x",
    email: "x",
    when: "x",
    role: "x",
    organisation: "x",
    site: "x",
    count: 2,
    by: "x",
    proof: "x",
  };
  const more = {
    opened: "x",
    seen: "x",
    ends: "x",
    opens: "x",
    until: "x",
    marking: "x",
    networks: "x",
    why: "x",
    number: 1,
    models: 2,
    next: "x",
    verified: 1,
    blocked: 0,
  };
  for (const language of wordsLanguages)
    for (const key of Object.keys(wordsOf(language)))
      expect(wordsIn(language)(key, { ...values, ...more }), key).not.toBe("");
});

test("every key that the screens and refusals name exists, and every sentence is used somewhere", () => {
  const code = [sources("frontend/shell"), sources("frontend/desk/people"), sources("backend/identity")].join("\n");
  const known = Object.keys(wordsOf("en"));
  const named = [...code.matchAll(/["`](identity\.[a-z_.]+)["`]/g)].map((found) => found[1] ?? "");
  const jobs = new Set<string>([
    ...acts,
    "identity.changed",
    "identity.resolve",
    "identity.setup",
    "identity.recover_at_console",
    "identity.policy",
    "identity.tidy",
    "identity.metadata_root",
  ]);
  expect(named.filter((key) => !known.includes(key) && !jobs.has(key))).toEqual([]);
  const refusals = [...code.matchAll(/refusal\(\s*"([a-z_]+)"/g)].map((found) => `identity.refusal.${found[1]}`);
  expect(refusals.filter((key) => !known.includes(key))).toEqual([]);
  for (const role of roles) expect(known).toContain(`identity.role.${role}`);
  const patterns = [...code.matchAll(/`(identity\.[a-z_.]+\.)\$\{/g)].map((found) => found[1] ?? "");
  const isUsed = (key: string) =>
    named.includes(key) || refusals.includes(key) || patterns.some((pattern) => key.startsWith(pattern));
  expect(known.filter((key) => !isUsed(key))).toEqual([]);
});
