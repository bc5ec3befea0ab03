// The words of authorities' years are whole: the same keys with the same values in three languages, and every figure, unit, cause and state can be said.
import { expect, test } from "vitest";
import { causes } from "../../backend/compliance/yearly/model.ts";
import { recordStates } from "../../backend/compliance/yearly/records/model.ts";
import { reportQueries } from "../../backend/compliance/yearly/report-queries.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

test("the room has the same keys with the same values in three languages, and can say each", () => {
  const roomOf = (language: (typeof wordsLanguages)[number]) =>
    new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("yearly.")));
  const french = roomOf("fr");
  expect(french.size).toBeGreaterThan(150);
  for (const language of wordsLanguages) {
    const other = roomOf(language);
    expect([...other.keys()]).toEqual([...french.keys()]);
    for (const [key, text] of other) {
      expect([key, wordValues(text)]).toEqual([key, wordValues(french.get(key) ?? "")]);
      expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, 2]))), key).not.toBe("");
    }
  }
});

test("every figure and unit of the report, every cause and every state can be said", () => {
  const keys = [
    ...reportQueries.flatMap(({ name, unit }) => [`yearly.figure.${name}`, `yearly.unit.${unit}`]),
    ...causes.map((it) => `yearly.key.${it}`),
    ...recordStates.map((it) => `yearly.record_state.${it}`),
  ];
  for (const language of wordsLanguages) expect(keys.filter((key) => !wordsIn(language).has(key))).toEqual([]);
});
