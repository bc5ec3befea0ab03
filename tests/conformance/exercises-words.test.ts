// The words of exercises: the same keys in three languages, and every key that screens and refusals name or build exists, none unused.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as model from "../../backend/coordination/exercises/model.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const words = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `backend/platform/words/catalogue/${language}/exercises.json`), "utf8")) as Record<
    string,
    string
  >;
const read = (folder: string): string =>
  readdirSync(join(root, folder), { encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) => readFileSync(join(root, folder, path), "utf8"))
    .join("\n");

test("the room has the same keys in French, English and Mongolian, and no empty text", () => {
  const keys = Object.keys(words("en")).sort();
  for (const language of ["fr", "mn"]) expect(Object.keys(words(language)).sort()).toEqual(keys);
  for (const language of ["fr", "en", "mn"])
    expect(Object.entries(words(language)).filter(([, text]) => text.trim() === "")).toEqual([]);
});

test("every key that is named or built exists, and none stands unused", () => {
  const others = [
    "backend/cases/store.ts",
    "backend/cases/sharing/give-share.ts",
    "backend/coordination/notifications/write-run.ts",
    "frontend/desk/queue/queue-row.tsx",
    "frontend/desk/shell/navigation-groups.ts",
  ].map((path) => readFileSync(join(root, path), "utf8"));
  const all = [read("backend/coordination/exercises"), read("frontend/desk/exercises"), ...others].join("\n");
  const named = [...all.matchAll(/["`]exercises\.([a-z0-9_.]+)["`]/g)].map((match) => match[1] ?? "");
  const built = [
    ...model.exerciseStates.map((state) => `state.${state}`),
    ...[...model.exerciseParts, "none"].map((part) => `part.${part}`),
    ...model.injectKinds.map((kind) => `inject.${kind}`),
    ...model.outcomes.map((outcome) => `outcome.${outcome}`),
    ...model.exerciseActs.flatMap((act) => [`act.${act}`, `refused.${act}`]),
    ...model.languages.map((language) => `language.${language}`),
    ...["own_proposal", "published"].map((kind) => `source.${kind}`),
    ...["participants", "went_well", "went_badly", "conclusion"].map((text) => `review.${text}`),
    ...["open", "done", "dropped"].map((state) => `improvements.${state}`),
  ];
  const used = [...new Set([...named, ...built])].filter((key) => key !== "css").sort();
  expect(used).toEqual(Object.keys(words("en")).sort());
});
