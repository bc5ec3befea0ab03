// The words of authorities' years are whole: the same keys with the same values in three languages, and every figure, unit, cause and state can be said.
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { causes } from "../../backend/compliance/yearly/model.ts";
import { recordStates } from "../../backend/compliance/yearly/records/model.ts";
import { reportQueries } from "../../backend/compliance/yearly/report-queries.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";

interface Part {
  type: number;
  value?: string;
  options?: Record<string, { value: Part[] }>;
}

function valuesOf(text: string): string[] {
  const names = new Set<string>();
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.type !== 0 && part.type !== 7 && part.value !== undefined) names.add(part.value);
      for (const option of Object.values(part.options ?? {})) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst() as unknown as Part[]);
  return [...names].toSorted();
}

test("the room has the same keys with the same values in three languages, and can say each", () => {
  const roomOf = (language: (typeof wordsLanguages)[number]) =>
    new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("yearly.")));
  const french = roomOf("fr");
  expect(french.size).toBeGreaterThan(150);
  for (const language of wordsLanguages) {
    const other = roomOf(language);
    expect([...other.keys()]).toEqual([...french.keys()]);
    for (const [key, text] of other) {
      expect([key, valuesOf(text)]).toEqual([key, valuesOf(french.get(key) ?? "")]);
      expect(wordsIn(language)(key, Object.fromEntries(valuesOf(text).map((name) => [name, 2]))), key).not.toBe("");
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
