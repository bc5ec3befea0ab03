// Every field error has words in three languages: of schemas' own issues, of sentences that the source writes, of whatever else.
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "../errors/index.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../words/index.ts";
import { wordsOfSentence } from "./field-words.ts";
import { toProblem } from "./problem.ts";

const catalogues = wordsLanguages.map((language) => ({
  language,
  words: readCatalogue(language),
  t: wordsIn(language),
}));

/** Fails when a language has not the key, or says it with a hole. */
function say(words: string | undefined, values: Record<string, string | number> = {}): string {
  const said = catalogues.map(({ language, words: known, t }) => {
    if (known[words ?? ""] === undefined) throw new Error(`${words} has no words in ${language}`);
    return t(words ?? "", values).replaceAll(/[\u00a0\u202f]/g, " ");
  });
  for (const sentence of said) if (/[{}]|undefined|NaN/.test(sentence)) throw new Error(sentence);
  return said[0] ?? "";
}
const errorsOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return toProblem(error, "1").problem.errors ?? [];
};

test("a schema's refusal says in the reader's language what was expected", () => {
  const schema = z.strictObject({
    reason: z.string().min(3, "Expected a reason of at least 3 characters."),
    title: z.string().min(1),
    note: z.string().max(5).optional(),
    state: z.enum(["open", "done"]).optional(),
    count: z.number().int().optional(),
    day: z.iso.date("Expected a day such as 2026-11-22.").optional(),
  });
  const errors = errorsOf(schema, {
    reason: "a",
    title: "",
    note: "far too long",
    state: "x",
    count: "1",
    day: "1",
    odd: 1,
  });
  expect(Object.fromEntries(errors.map(({ path, words, values }) => [path, say(words, values)]))).toEqual({
    reason: "Il faut au moins 3 caractères.",
    title: "Il faut une réponse ici.",
    note: "Au plus 5 caractères.",
    state: "Choisissez une de ces réponses : open, done.",
    count: "Un nombre est attendu.",
    day: "Un jour est attendu, par exemple 2026-11-22.",
    odd: "Ce champ n’est pas connu ici.",
  });
  expect(errorsOf(schema, {}).map(({ words }) => words)).toEqual(["fields.missing", "fields.missing"]);
});

test("a verb's own sentence gets words too, and keeps those that it brings", () => {
  const fields = [
    { path: "on", message: "Expected a day that is not in the future." },
    { path: "x", message: "No two of these agree." },
    { path: "y", message: "Something else.", words: "fields.day" },
  ];
  const { problem } = toProblem(new AppError("invalid_input", "Some answers need a change.", { fields }), "1");
  expect(problem.errors?.map(({ words }) => words)).toEqual(["fields.not_ahead", "fields.wrong", "fields.day"]);
});

test("each sentence that the source writes for a field is said in three languages, most of them by what they expect", () => {
  const written = globSync("backend/**/*.ts")
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/"(Expected [^"\n]+)"/g)].map(([, text]) => text ?? ""));
  const all = [...new Set(written)];
  expect(all.length).toBeGreaterThan(400);
  for (const text of all) {
    const { words, values } = wordsOfSentence(text);
    say(words, values);
  }
  const plain = all.filter((text) => wordsOfSentence(text).words === "fields.wrong");
  expect(plain.length / all.length).toBeLessThan(0.1);
});

test("the words of fields are the same keys in three languages", () => {
  const keys = wordsLanguages.map((language) =>
    Object.keys(readCatalogue(language)).filter((key) => key.startsWith("fields.")),
  );
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).toEqual(keys[0]);
});
