// The words of the rooms console and office are whole: three languages, every key that is named, no key that nothing says, French spacing.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entryClaimStates, claimProofs } from "../../backend/registry/enrolment/model.ts";
import { sectors } from "../../backend/registry/sectors/model.ts";
import { changeRules, proposalKinds } from "../../backend/registry/proposals/model.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const ofRooms = (language: (typeof wordsLanguages)[number]): Map<string, string> =>
  new Map(Object.entries(readCatalogue(language)).filter(([key]) => /^(console|authority)\./.test(key)));
const code = ["frontend", "backend"]
  .flatMap((top) => readdirSync(top, { recursive: true, encoding: "utf8" }).map((name) => `${top}/${name}`))
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|\/dist\//.test(name))
  .map((name) => readFileSync(name, "utf8"))
  .join("\n");

test("three languages have the same keys with the same values, each well formed", () => {
  const english = ofRooms("en");
  for (const language of wordsLanguages) {
    expect([...ofRooms(language).keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of ofRooms(language)) {
      expect([key, wordValues(text)]).toEqual([key, wordValues(english.get(key) ?? "")]);
      expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, 2])))).not.toBe("");
    }
  }
});

test("every key that is named exists, and every key is said somewhere", () => {
  const known = ofRooms("en");
  const named = new Set(
    [...code.matchAll(/["'`](console\.[a-z_A-Z.]+[a-z_A-Z]|authority\.(?:nav|home)\.[a-z_.]+)["'`]/g)].map(
      (match) => match[1] ?? "",
    ),
  );
  const starts = [...code.matchAll(/`((?:console|authority)\.[a-z_A-Z.]+)\$\{/g)].map((match) => match[1] ?? "");
  const missing = [...named].filter(
    (key) => !known.has(key) && ![...known.keys()].some((one) => one.startsWith(`${key}.`)),
  );
  expect(missing).toEqual([]);
  const unsaid = [...known.keys()].filter((key) => !named.has(key) && !starts.some((start) => key.startsWith(start)));
  expect(unsaid).toEqual([]);
});

test("every key that is put together from a list exists", () => {
  const known = ofRooms("en");
  const built: [string, readonly string[]][] = [
    ["sector", sectors],
    ["claims.state", entryClaimStates],
    ["claim.title", entryClaimStates],
    ["proof", claimProofs],
    ["proposals.kind", proposalKinds],
    ["field", [...Object.keys(changeRules.facts), ...Object.keys(changeRules.contact)]],
    ["rule", ["at_once", "approval"]],
    [
      "claim.dns",
      ["other_text", "no_record", "no_name", "alias", "no_answer", "server_failed", "too_much", "bad_name"],
    ],
    ["mail.claim.asked", ["subject", "body"]],
    ["mail.claim.approved", ["subject", "body"]],
    ["mail.claim.refused", ["subject", "body"]],
    ["mail.claim.desk", ["subject", "body"]],
    ["mail.claim.keeper", ["subject", "body"]],
    ["mail.claim.watch", ["subject", "body"]],
    ["mail.proposal.approved", ["subject", "body"]],
    ["mail.proposal.refused", ["subject", "body"]],
  ];
  const wanted = built.flatMap(([start, ends]) => ends.map((end) => `console.${start}.${end}`));
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
});

test("French has no-break spaces where French has them, and no language a straight apostrophe", () => {
  for (const language of wordsLanguages)
    for (const [key, text] of ofRooms(language)) expect([key, text.includes("'")]).toEqual([key, false]);
  for (const [key, text] of ofRooms("fr"))
    expect([key, /[ ][:;?!»]|«[^\u00a0]/.test(text.replaceAll(/\{[^{}]*\{/g, ""))]).toEqual([key, false]);
});
