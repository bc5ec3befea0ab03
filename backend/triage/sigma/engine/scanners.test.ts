// The scanners find exactly the literals that are there: compared with a search for each one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../language/fold.ts";
import { boundedTest } from "../language/bounded-regex.ts";
import { regexFacts } from "../language/regex-facts.ts";
import { RE2JS } from "re2js";
import { EndTrie } from "./end-trie.ts";
import { GramScanner } from "./gram-scanner.ts";
import { SkipScanner, isSkippable } from "./skip-scanner.ts";

const letters = fc.constantFrom("a", "b", "c", ":", "é", "Σ");
const word = (least: number) => fc.array(letters, { minLength: least, maxLength: 7 }).map((parts) => parts.join(""));
const folded = (least: number) => fc.uniqueArray(word(least).map(fold), { minLength: 1, maxLength: 30 });
const texts = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(""));

const sorted = (found: Int32Array, count: number, literals: string[]): string[] =>
  [...new Set(found.subarray(0, count))].map((id) => literals[id] ?? "").sort();

describe("literals", () => {
  test("anywhere in a text", () => {
    fc.assert(
      fc.property(folded(1), texts.map(fold), (literals, text) => {
        const found = new Int32Array(literals.length + 1);
        const count = new GramScanner(literals).scan(text, found, 0);
        expect(sorted(found, count, literals)).toEqual(literals.filter((literal) => text.includes(literal)).sort());
      }),
      { numRuns: 1_000 },
    );
  });

  test("at either end of a text", () => {
    fc.assert(
      fc.property(folded(1), texts.map(fold), (literals, text) => {
        const found = new Int32Array(literals.length + 1);
        const starts = new EndTrie(literals, false).scan(text, found, 0);
        expect(sorted(found, starts, literals)).toEqual(literals.filter((literal) => text.startsWith(literal)).sort());
        const ends = new EndTrie(literals, true).scan(text, found, 0);
        expect(sorted(found, ends, literals)).toEqual(literals.filter((literal) => text.endsWith(literal)).sort());
      }),
      { numRuns: 1_000 },
    );
  });

  test("that are long, in a text of any case, with characters that fold to others", () => {
    const ascii = fc
      .array(fc.constantFrom("a", "k", "i", "s", ":"), { minLength: 5, maxLength: 9 })
      .map((parts) => parts.join(""));
    const mixed = fc
      .array(fc.constantFrom("a", "K", "k", "I", "i", "s", "S", ":", "\u212a", "İ", "ſ", "é"), { maxLength: 80 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.uniqueArray(ascii, { minLength: 1, maxLength: 6 }), mixed, fc.nat(), (literals, text, place) => {
        expect(isSkippable(literals)).toBe(true);
        const planted =
          text.slice(0, place % (text.length + 1)) +
          (literals[place % literals.length] ?? "").toUpperCase() +
          text.slice(place % (text.length + 1));
        for (const one of [text, planted]) {
          const found = new Int32Array(literals.length + 1);
          const count = new SkipScanner(literals).scan(one, found, 0, fold);
          expect(sorted(found, count, literals)).toEqual(
            literals.filter((literal) => fold(one).includes(literal)).sort(),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("regular expressions", () => {
  const atom = fc.constantFrom("a", "b", "\\.", "\\s", "\\d", ".", "[ab]", "[^a]", "\\\\", "-", "[a-c\\s]", "1");
  const repeated = fc
    .tuple(atom, fc.constantFrom("", "", "{2}", "+", "{2,}", "*", "?", "{1,3}"))
    .map((parts) => parts.join(""));
  const sequence = fc.array(repeated, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const tied = fc
    .tuple(fc.constantFrom("", "^", "(?i)", "(?:a|1b)", "(ab|b)+"), sequence, fc.constantFrom("", "$", "|b1a", "\\b"))
    .map((parts) => parts.join(""));
  const values = fc
    .array(fc.constantFrom("a", "b", "A", "B", ".", " ", "1", "\\", "-", "\n", "é", "😀", "c"), { maxLength: 14 })
    .map((parts) => parts.join(""));

  test("that are tested without RE2 answer as RE2 does", () => {
    let bounded = 0;
    fc.assert(
      fc.property(tied, fc.array(values, { minLength: 1, maxLength: 8 }), (source, candidates) => {
        const own = boundedTest(source);
        if (own === null) return;
        bounded++;
        const regex = RE2JS.compile(source);
        for (const value of candidates)
          expect([source, value, own(value)]).toEqual([source, value, regex.matcher(value).find()]);
      }),
      { numRuns: 4_000 },
    );
    expect(bounded).toBeGreaterThan(100);
  });

  test("are only true of texts that hold one of their literals and have their least length", () => {
    fc.assert(
      fc.property(tied, fc.array(values, { minLength: 1, maxLength: 8 }), (source, candidates) => {
        const { literals, minLength } = regexFacts(source);
        const regex = RE2JS.compile(source);
        const unsound = candidates.filter((value) => {
          const isHeld = literals === null || literals.some((literal) => fold(value).includes(literal));
          return regex.matcher(value).find() && (value.length < minLength || !isHeld);
        });
        expect([source, unsound]).toEqual([source, []]);
      }),
      { numRuns: 4_000 },
    );
  });
});
