// The register's words are whole: the same keys with the same values in three languages, every key that is named, a word for every choice, French spacing.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import {
  accreditationActs,
  accreditationKinds,
  accreditationStates,
} from "../../backend/registry/accreditations/model.ts";
import { contactRoles, safeChannelKinds } from "../../backend/registry/model.ts";
import { factNames, sizeKinds } from "../../backend/registry/profile/model.ts";
import { relationKinds } from "../../backend/registry/relations/model.ts";
import { audiences, complianceStates, serviceKinds } from "../../backend/registry/services/model.ts";
import { wordValues } from "../support/word-values.ts";

const room = (language: (typeof wordsLanguages)[number]): Map<string, string> =>
  new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("register.")));
const folders = [
  "frontend/desk/directory",
  "frontend/desk/register",
  "frontend/shell/accreditations",
  "frontend/shell/forms",
  "frontend/portal/pages",
  "frontend/portal",
  "backend/registry/accreditations",
  "backend/registry/contacts",
  "backend/registry/services",
  "backend/registry/endings",
  "backend/registry/quality",
  "backend/coordination",
  "frontend/desk/register-care",
  "frontend/console/home",
  "frontend/console/entry",
];
const text = folders
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(`${folder}/${name}`, "utf8")),
  )
  .join("\n");

test("three languages have the same keys with the same values, each well formed", () => {
  const english = room("en");
  expect(english.size).toBeGreaterThan(300);
  for (const language of wordsLanguages) {
    expect([...room(language).keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, words] of room(language)) {
      expect([key, wordValues(words)]).toEqual([key, wordValues(english.get(key) ?? "")]);
      const values = Object.fromEntries(wordValues(words).map((name) => [name, 2]));
      expect(wordsIn(language)(key, values)).not.toBe("");
    }
  }
});

test("every key that is named exists, and every key is said somewhere", () => {
  const known = room("en");
  const named = new Set(
    [...text.replaceAll("register.forget_contacts", "").matchAll(/["'`](register\.[\w.]+\w)["'`]/g)].map(
      (match) => match[1] ?? "",
    ),
  );
  const starts = [...text.matchAll(/`(register\.[\w.]+\.)\$\{/g)].map((match) => match[1] ?? "");
  for (const key of named) expect([key, known.has(key)]).toEqual([key, true]);
  // The end of a relation is asked for by its room.
  const isAsked = (key: string): boolean =>
    named.has(key) || starts.some((start) => key.startsWith(start)) || key.startsWith("register.end_relation");
  expect([...known.keys()].filter((key) => !isAsked(key))).toEqual([]);
});

test("every kind, state, act, role and fact that can be chosen has its word", () => {
  const known = room("en");
  const lists: [string, readonly string[]][] = [
    ["accreditation.kind", accreditationKinds],
    ["accreditation.state", accreditationStates],
    ["accreditation.act", accreditationActs],
    ["public.state", accreditationStates],
    ["channel.kind", safeChannelKinds],
    ["history.fact", factNames],
    ["size.kind", sizeKinds],
    ["relation.kind", relationKinds],
    ["service.kind", serviceKinds],
    ["service.audience", audiences],
    ["compliance.state", complianceStates],
  ];
  const missing = lists
    .flatMap(([start, names]) => names.map((name) => `register.${start}.${name}`))
    .filter((key) => !known.has(key));
  expect(missing).toEqual([]);
  const desk = new Set(Object.keys(readCatalogue("en")));
  expect(contactRoles.filter((role) => !desk.has(`desk.directory.role.${role}`))).toEqual([]);
});

test("French has no-break spaces where French has them", () => {
  for (const [key, words] of room("fr"))
    expect([key, /[ ][:;?!»]|«[^\u00a0]/.test(words.replaceAll(/\{[^{}]*\{/g, ""))]).toEqual([key, false]);
});
