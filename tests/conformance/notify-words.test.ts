// The words about notifications, advisories and takedown requests are whole: the same keys with the same values in three languages, and every key that is named or built exists.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { advisorySeverities } from "../../backend/coordination/advisories/model.ts";
import {
  attributions,
  findingFields,
  listStates,
  rowOutcomes,
} from "../../backend/coordination/findings-lists/model.ts";
import { fourEyesKinds, fourEyesStates } from "../../backend/coordination/four-eyes/model.ts";
import { notifyAnswers, runStates, targetStates } from "../../backend/coordination/notifications/model.ts";
import {
  takedownKinds,
  takedownOutcomes,
  takedownRoles,
  takedownStates,
} from "../../backend/coordination/takedown/model.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rooms = ["notify", "advisories", "takedown"];
const wordsOf = (language: (typeof wordsLanguages)[number]) =>
  Object.fromEntries(
    Object.entries(readCatalogue(language)).filter(([key]) => rooms.includes(key.split(".")[0] ?? "")),
  );

test("the three languages have the same sentences with the same values, and each can be said", () => {
  const french = wordsOf("fr");
  expect(Object.keys(french).length).toBeGreaterThan(300);
  for (const language of wordsLanguages) {
    const words = wordsOf(language);
    expect(Object.keys(words).toSorted(), language).toEqual(Object.keys(french).toSorted());
    for (const [key, text] of Object.entries(words)) {
      expect(wordValues(text), `${key} in ${language}`).toEqual(wordValues(french[key] ?? ""));
      expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, 2])))).not.toBe("");
    }
  }
});

test("every key that screens, pages and mails name or build exists", () => {
  const known = new Set(Object.keys(wordsOf("en")));
  const folders = [
    "backend/coordination",
    "frontend/desk/notifications",
    "frontend/desk/advisories",
    "frontend/desk/takedown",
    "frontend/portal",
  ];
  const code = folders
    .flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
        .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8")),
    )
    .join("\n");
  // An act of the table of acts, and what the log calls one, are no words.
  const isAct = (key: string): boolean => /^takedown\.(?:write|ask|remind|note|remind_checks)$/.test(key);
  const named = [...code.matchAll(/"((?:notify|advisories|takedown)\.[a-z_]+(?:\.[a-z_]+)*)"/g)]
    .map((found) => found[1] ?? "")
    .filter((key) => !isAct(key));
  const built: Record<string, readonly string[]> = {
    "notify.answer": notifyAnswers,
    "notify.target": targetStates,
    "notify.run_state": runStates,
    "notify.list_state": listStates,
    "notify.outcome": rowOutcomes,
    "notify.attribution": attributions,
    "notify.field": findingFields,
    "notify.expected": ["address", "port", "at", "future", "what"],
    "notify.mail_state": ["waiting", "queued", "sent", "kept", "failed"],
    "notify.eyes.state": fourEyesStates,
    "notify.eyes.kind": fourEyesKinds,
    "notify.eyes": ["refuse", "alone", "review", "justified", "not_justified"],
    "notify.refused": ["settled", "own", "not_own", "not_alone", "reviewed"],
    "notify.run.via": ["link", "desk"],
    "advisories.state": ["draft", "waiting", "published"],
    "advisories.severity": advisorySeverities,
    "advisories.public.kind": ["published", "revised", "withdrawn"],
    "takedown.kind": takedownKinds,
    "takedown.role": takedownRoles,
    "takedown.state": takedownStates,
    "takedown.outcome": takedownOutcomes,
    "takedown.entry": ["asked", "reminded", "answer", "check", "ended"],
  };
  const all = [...named, ...Object.entries(built).flatMap(([room, keys]) => keys.map((key) => `${room}.${key}`))];
  expect(named.length).toBeGreaterThan(100);
  expect(all.filter((key) => !known.has(key))).toEqual([]);
});
