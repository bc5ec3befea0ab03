// The words of evidence, suggestions and merging: the same keys in three languages, and every key that is named or built exists.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import { strengths } from "../../backend/cases/correlation/model.ts";
import { custodyKinds } from "../../backend/cases/evidence/model.ts";
import { blockers, partNames, UndoBlocker } from "../../backend/cases/merging/model.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ofRoom = (language: string, room: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `backend/platform/words/catalogue/${language}/${room}.json`), "utf8")) as Record<
    string,
    string
  >;
const sources = [
  "backend/cases/evidence",
  "backend/cases/correlation",
  "backend/cases/merging",
  "frontend/desk/case/evidence",
  "frontend/desk/case/similar",
  "frontend/desk/case/merge",
  "backend/cases/reopen-case.ts",
].flatMap((place) => {
  if (place.endsWith(".ts")) return [readFileSync(join(root, place), "utf8")];
  return readdirSync(join(root, place), { encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(join(root, place, path), "utf8"));
});
const all = sources.join("\n");

test.each(["evidence", "merging"])("the room %s has the same keys in French, English and Mongolian", (room) => {
  const keys = Object.keys(ofRoom("en", room)).sort();
  expect(Object.keys(ofRoom("fr", room)).sort()).toEqual(keys);
  expect(Object.keys(ofRoom("mn", room)).sort()).toEqual(keys);
  for (const language of ["en", "fr", "mn"])
    for (const [key, text] of Object.entries(ofRoom(language, room)))
      expect(text.trim(), `${language} ${key}`).not.toBe("");
});

test("every key that screens and refusals name or build exists, and none stands unused", () => {
  const known = new Set(
    ["evidence", "merging"].flatMap((room) => Object.keys(ofRoom("en", room)).map((key) => `${room}.${key}`)),
  );
  const named = [...all.matchAll(/["`]((?:evidence|merging)\.[a-z0-9_.]+)["`]/g)].map((match) => match[1] ?? "");
  const refusals = [...all.matchAll(/\brefusal\("([a-z_]+)"/g)].map((match) => `evidence.refusal.${match[1]}`);
  const checks = [...all.matchAll(/(?:good|bad)\("([a-z_]+)"/g)].map((match) => `evidence.check.${match[1]}`);
  const acts = [...all.matchAll(/^ {2}\| "([a-z_]+)";?$/gm)].map((match) => `evidence.act.${match[1]}`);
  const built = [
    ...custodyKinds.map((kind) => `evidence.row.${kind}`),
    ...["file", "thing"].map((kind) => `evidence.kind.${kind}`),
    ...["taken_from", "taken_at", "keep_until", "label", "place", "seal", "description"].map(
      (name) => `evidence.${name}`,
    ),
    ...partNames.map((part) => `merging.part.${part}`),
    ...blockers.map((one) => `merging.blocker.${one}`),
    ...UndoBlocker.shape.why.options.map((why) => `merging.why.${why}`),
    ...strengths.map((strength) => `merging.strength.${strength}`),
    ...["was_moved_out", "was_split_off", "was_merged_out", "was_merged_in"].map((key) => `merging.${key}`),
    "merging.part.case",
    // Of what hangs on a conversation or a call, where it stands against an undo.
    ...[
      "conversation_messages",
      "incoming_mails",
      "outgoing_mails",
      "secure_links",
      "call_attempts",
      "crisis_cases",
      "old_numbers",
      "old_messages",
    ].map((table) => `merging.part.${table}`),
    "evidence.check.disposed",
    "evidence.check.thing",
  ];
  // Of what can be asked for, those that say more about themselves.
  const hints = [...known].filter((key) => key.startsWith("evidence.hint."));
  const notWords = new Set(["evidence.read", "evidence.acknowledged", "evidence.disposed"]);
  const keys = [...new Set([...named, ...refusals, ...checks, ...acts, ...built])].filter((key) => !key.endsWith("."));
  expect(
    keys.filter((key) => !known.has(key) && !notWords.has(key) && !key.endsWith(".tsx") && !key.endsWith(".css")),
  ).toEqual([]);
  const used = new Set([...keys, ...hints]);
  expect([...known].filter((key) => !used.has(key))).toEqual([]);
});
