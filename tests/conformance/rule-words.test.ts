// Words about rules' life are whole: the same keys in three languages, every refusal that the acts name, French spacing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const folder = fileURLToPath(new URL("../../backend/triage/rules", import.meta.url));
const ofRoom = (language: (typeof wordsLanguages)[number]) =>
  new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("rulelife.")));

test("three languages have the same keys with the same values, and each is well formed", () => {
  const french = ofRoom("fr");
  for (const language of wordsLanguages) {
    const room = ofRoom(language);
    expect([...room.keys()].sort()).toEqual([...french.keys()].sort());
    for (const [key, text] of room) {
      expect([key, wordValues(text)]).toEqual([key, wordValues(french.get(key) ?? "")]);
      expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, "x"])))).not.toBe("");
    }
  }
});

test("every refusal and reason that the acts can give is in the words", () => {
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
  const named = [...sources.matchAll(/"(rulelife\.[a-z_.]+)"/g)].map((match) => match[1] ?? "");
  const refusals = [...sources.matchAll(/refused\(\s*"[^"]+",\s*"(\w+)"/g)].map(
    (match) => `rulelife.refusal.${match[1] ?? ""}`,
  );
  const built = ["form", "samples", "backtest"].map((gate) => `rulelife.refusal.gate_${gate}`);
  const why = ["asked_it", "wrote_it"].map((one) => `rulelife.why_not.${one}`);
  const keys = [...new Set([...named, ...refusals, ...built, ...why])];
  expect(keys.length).toBeGreaterThan(15);
  expect(keys.filter((key) => !ofRoom("en").has(key))).toEqual([]);
});

test("every act on rules that the log can hold has its words", () => {
  const sources = ["backend/triage/rules", "backend/coordination"].flatMap((place) => {
    const root = fileURLToPath(new URL(`../../${place}`, import.meta.url));
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => readFileSync(join(root, path), "utf8"));
  });
  const actions = sources.flatMap((text) =>
    [...text.matchAll(/"((?:rule|allow_entry)\.[a-z_]+)", objectType/g)].map((match) => match[1] ?? ""),
  );
  const known = readCatalogue("fr");
  expect(actions.length).toBeGreaterThan(15);
  expect([...new Set(actions)].filter((action) => known[`desk.acts.${action}`] === undefined)).toEqual([]);
});

test("French has its unbreakable spaces before double signs and inside guillemets", () => {
  for (const [key, text] of ofRoom("fr")) expect([key, /[ ][:;!?»%]|«[^\u00a0]/.test(text)]).toEqual([key, false]);
});
