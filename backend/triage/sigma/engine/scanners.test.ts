// The scanners find exactly the literals that are there: compared with a search for each one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../language/fold.ts";
import { boundedTest } from "../language/bounded-regex.ts";
import { regexFacts } from "../language/regex-facts.ts";
import { RE2JS } from "re2js";
import { EndTrie } from "./end-trie.ts";
import { EqualTable } from "./equal-table.ts";
import { LiteralScanner } from "./literal-scanner.ts";
import type { Scanner } from "./scanner-cache.ts";
import { TextBytes } from "./text-bytes.ts";

/** Among them some that fold to others or to two, a pair of surrogates, and what UTF-8 writes for half a pair. */
const letters = fc.constantFrom("a", "b", "K", "k", ":", "é", "Σ", "\u212a", "İ", "ſ", "😀", "\ufffd");
const word = (least: number) => fc.array(letters, { minLength: least, maxLength: 7 }).map((parts) => parts.join(""));
const folded = (least: number) => fc.uniqueArray(word(least).map(fold), { minLength: 1, maxLength: 30 });
const texts = fc
  .array(fc.oneof({ weight: 12, arbitrary: letters }, { weight: 1, arbitrary: fc.constantFrom("\ud83d", "\ude00") }), {
    maxLength: 60,
  })
  .map((parts) => parts.join(""));

const bytes = new TextBytes();
const found = (scanner: Scanner, text: string, literals: string[]): string[] => {
  const ids = new Int32Array(literals.length);
  bytes.load(
    text,
    literals.every((literal) => Buffer.byteLength(literal) === literal.length),
  );
  return [...ids.subarray(0, scanner.scan(bytes, ids, 0))].map((id) => literals[id] ?? "").sort();
};

/** The text with one of the literals, in upper case, put in at some place. */
const planted = (text: string, literals: string[], place: number): string => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + (literals[place % literals.length] ?? "").toUpperCase() + text.slice(at);
};

describe("literals", () => {
  test("anywhere in a text", () => {
    const ascii = fc.uniqueArray(fc.stringMatching(/^[abki:]{1,7}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(folded(1), ascii), texts, fc.nat(), (literals, text, place) => {
        const scanner = new LiteralScanner(literals);
        for (const one of [text, planted(text, literals, place)])
          expect(found(scanner, one, literals)).toEqual(
            literals.filter((literal) => fold(one).includes(literal)).sort(),
          );
      }),
      { numRuns: 2_000 },
    );
  });

  test("anywhere in a text when there are hundreds of every length", () => {
    const characters = fc.constantFrom("a", "b", "-", " ", "\\", "k", "1", ":");
    const many = fc.uniqueArray(
      fc.array(characters, { minLength: 1, maxLength: 14 }).map((parts) => parts.join("")),
      { minLength: 60, maxLength: 200 },
    );
    const long = fc.array(characters, { maxLength: 120 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(many, long, fc.nat(), (literals, text, place) => {
        const scanner = new LiteralScanner(literals);
        for (const one of [text, planted(text, literals, place)])
          expect(found(scanner, one, literals)).toEqual(
            literals.filter((literal) => fold(one).includes(literal)).sort(),
          );
      }),
      { numRuns: 300 },
    );
  });

  test("at either end of a text, and the whole of it", () => {
    fc.assert(
      fc.property(folded(1), texts, fc.nat(), (literals, text, place) => {
        const equal = (literals[place % literals.length] ?? "").toUpperCase();
        for (const one of [text, planted(text, literals, place), equal]) {
          const lower = fold(one);
          expect(found(new EndTrie(literals, false), one, literals)).toEqual(
            literals.filter((literal) => lower.startsWith(literal)).sort(),
          );
          expect(found(new EndTrie(literals, true), one, literals)).toEqual(
            literals.filter((literal) => lower.endsWith(literal)).sort(),
          );
          expect(found(new EqualTable(literals), one, literals)).toEqual(literals.filter((one) => one === lower));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("only the sign of Kelvin and the dotted I become ASCII in lower case", () => {
    const others = Array.from({ length: 0x110000 - 128 }, (_, index) => String.fromCodePoint(index + 128));
    expect(others.filter((character) => (fold(character).codePointAt(0) ?? 0) < 128)).toEqual(["\u0130", "\u212a"]);
  });

  test("a text longer than any before is read whole, and the next short one alone", () => {
    const scanner = new LiteralScanner(["needle", "é-needle"]);
    const long = "x".repeat(70_000);
    expect(found(scanner, `${long}Needle`, ["needle", "é-needle"])).toEqual(["needle"]);
    expect(found(scanner, `${long}É-Needle`, ["needle", "é-needle"])).toEqual(["needle", "é-needle"]);
    expect(found(scanner, "need", ["needle", "é-needle"])).toEqual([]);
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
