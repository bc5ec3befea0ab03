// The words of rules and their explanations are whole: the same keys with the same values in three languages, and every key that screens and explanations name.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import {
  gates,
  publicationWays,
  ruleKinds,
  ruleOrigins,
  ruleStates,
  trialStates,
} from "../../backend/triage/rules/model.ts";
import { correlationTypes } from "../../backend/triage/sigma/model.ts";
import { timeParts } from "../../backend/triage/sigma/language/time-part.ts";
import { matchedByKinds } from "../../backend/triage/indicators/model.ts";
import { wordValues } from "../support/word-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const roomOf = (language: (typeof wordsLanguages)[number]) =>
  new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("rules.")));

describe("the room of rules", () => {
  const french = roomOf("fr");

  test("has the same keys with the same values in three languages", () => {
    expect(french.size).toBeGreaterThan(300);
    for (const language of ["en", "mn"] as const) {
      const other = roomOf(language);
      expect([...other.keys()].toSorted()).toEqual([...french.keys()].toSorted());
      for (const [key, text] of other)
        expect([key, wordValues(text)]).toEqual([key, wordValues(french.get(key) ?? "")]);
    }
  });

  test("can say every sentence", () => {
    for (const language of wordsLanguages)
      for (const [key, text] of roomOf(language)) {
        const values = Object.fromEntries(wordValues(text).map((name) => [name, 2]));
        expect(wordsIn(language)(key, values), key).not.toBe("");
      }
  });

  test("has French's unbreakable spaces before double signs and inside guillemets", () => {
    for (const [key, text] of french) expect([key, /[ ][:;!?»]|«[^\u00a0]/.test(text)]).toEqual([key, false]);
  });

  test("has every key that a screen or an explanation names by its whole name", () => {
    const files = ["frontend/desk/rules", "backend/triage/explain"].flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
        .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8")),
    );
    const named = files.flatMap((text) =>
      [...text.matchAll(/["'](rules\.[a-z_.]+)["']/g)].map((match) => match[1] ?? ""),
    );
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter((key) => !french.has(key))).toEqual([]);
  });

  test("has every key that is put together from a list", () => {
    const comparisons = [
      "equals",
      "contains",
      "startswith",
      "endswith",
      "re",
      "cidr",
      "fieldref",
      "lt",
      "lte",
      "gt",
      "gte",
    ];
    const encodings = [
      "base64",
      "base64offset",
      "utf16le",
      "utf16be",
      "utf16",
      "windash",
      "expand",
      "cased",
      "wildcards",
    ];
    const yaraWords = ["nocase", "wide", "ascii", "fullword", "xor", "base64", "base64wide", "private"];
    const built: [string, readonly string[]][] = [
      ["state", [...ruleStates, "waiting"]],
      ["kind", ruleKinds],
      ["origin", ruleOrigins],
      ["sort", ["title", "hits", "precision", "cost", "last_hit", "state_at"]],
      ["gate", [...gates, "two_persons"]],
      ["gate_state", ["none", "waiting", "running", "passed", "failed", "excused"]],
      ["publication", ["waiting", "live", "refused", "withdrawn", "ended"]],
      ["way", publicationWays],
      ["trial_state", trialStates],
      ["view", ["words", "text", "changes", "samples"]],
      ["sample", ["hit", "miss", "hint_sigma", "hint_yara", "hint_indicator"]],
      ["nav", ["rules", "packs", "allow_list"]],
      [
        "do",
        [
          "submit",
          "trial",
          "ask",
          "approve",
          "refuse",
          "alone",
          "quarantine",
          "retire",
          "end_entry",
          "ask_pack",
          "refuse_pack",
        ],
      ],
      ["ask", ["ask", "alone", "refuse", "quarantine", "retire", "end_entry", "ask_pack", "refuse_pack"]],
      ["done", ["submit", "save", "ask", "approve", "refuse", "alone", "quarantine", "retire"]],
      ["import.status", ["new", "changed", "same", "refused"]],
      ["allow.what", ["value", "rule", "both"]],
      ["words.field", [...comparisons, ...timeParts, "anywhere", "exists", "as_written"]],
      ["words.note", [...encodings, ...yaraWords]],
      ["words.correlation", [...correlationTypes, "gt", "gte", "lt", "lte", "eq", "neq"]],
      ["words.yara", ["of_any", "of_all", "of_none", "of_number", "string_text", "string_hex", "string_regex"]],
      ["new", []],
    ];
    const all = readCatalogue("fr");
    const missing = built
      .flatMap(([stem, names]) => names.map((name) => `rules.${stem}.${name}`))
      .concat(ruleKinds.map((kind) => `rules.new_${kind}`))
      .concat(matchedByKinds.map((kind) => `desk.known.${kind.replace("-", "_")}`))
      .filter((key) => !(key in all));
    expect(missing).toEqual([]);
  });
});
