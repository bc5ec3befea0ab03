// The words about network claims are whole: the same keys with the same values in three languages, and every key that is named or built exists.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { claimStates, holderProofs, outcomes } from "../../backend/registry/claims/model.ts";
import { proofs } from "../../backend/registry/model.ts";
import { wordValues } from "../support/word-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wordsOf = (language: (typeof wordsLanguages)[number]) =>
  Object.fromEntries(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("claims.")));

test("the three languages have the same sentences with the same values, and each can be said", () => {
  const french = wordsOf("fr");
  expect(Object.keys(french).length).toBeGreaterThan(250);
  for (const language of wordsLanguages) {
    const words = wordsOf(language);
    expect(Object.keys(words).toSorted(), language).toEqual(Object.keys(french).toSorted());
    for (const [key, text] of Object.entries(words)) {
      expect(wordValues(text), `${key} in ${language}`).toEqual(wordValues(french[key] ?? ""));
      expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, 2])))).not.toBe("");
    }
  }
});

test("every key that screens, mails and refusals name or build exists, and none stands unused", () => {
  const known = new Set(Object.keys(wordsOf("en")));
  const folders = [
    "backend/registry/claims",
    "backend/coordination",
    "frontend/shell/claims",
    "frontend/console/networks",
    "frontend/desk/claims",
  ];
  const code = folders
    .flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
        .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8")),
    )
    .join("\n");
  const named = [...code.matchAll(/["'](claims\.[a-z_]+(?:\.[a-z_]+)*)["']/g)].map((found) => found[1] ?? "");
  const problems = [...code.matchAll(/problem: "([a-z_]+)"/g)].map((found) => found[1] ?? "");
  const all = (prefix: string, names: readonly string[]) => names.map((name) => `claims.${prefix}.${name}`);
  const notices = ["approved", "refused", "dispute_opened", "dispute_settled", "proof_missing", "proof_lapsed"];
  const built = [
    ...all("state", [...claimStates, "ended"]),
    ...all("proofs", [...holderProofs, ...proofs]),
    ...all("how_hint", holderProofs),
    ...all("outcome_choice", outcomes),
    ...all("outcome_text", outcomes),
    ...all("missing", [
      ...problems,
      "no_record",
      "no_name",
      "alias",
      "no_answer",
      "server_failed",
      "too_much",
      "bad_name",
    ]),
    ...all("dispute", ["open", "proposed", "settled", "withdrawn"]),
    ...all("because", ["overlap", "contested"]),
    ...all("side", ["standing", "challenger"]),
    ...all("meanwhile", ["standing", "challenger"]),
    ...all("state_text", ["contesting", "disputed", "waiting"]),
    ...all("relation", ["same", "inside", "around"]),
    ...all("change", ["new", "gone", "moved"]),
    ...all("list", ["open", "unproven", "all"]),
    ...all("list_none", ["open", "unproven", "all"]),
    ...all("column", [
      "constituent",
      "kind",
      "value",
      "held_from",
      "held_until",
      "state",
      "proof",
      "proven_at",
      "source",
    ]),
    ...notices.flatMap((kind) => [`claims.mail.${kind}.subject`, `claims.mail.${kind}.body`]),
    ...["approve", "refuse"].flatMap((act) => [`claims.${act}`, `claims.${act}_text`, `claims.${act}_reason`]),
  ];
  const wanted = [...new Set([...named, ...built])].filter((key) => !/^claims\.(recheck|expected)/.test(key));
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
  const used = new Set(wanted);
  expect([...known].filter((key) => !used.has(key) && !key.startsWith("claims.expected."))).toEqual([]);
});
