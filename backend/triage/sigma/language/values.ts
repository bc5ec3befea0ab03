// Applies value modifiers in their order (Sigma modifiers appendix 2.1): a rule's value becomes the tests it stands for.

import { RE2JS } from "re2js";
import { Refused } from "../refused.ts";
import { scalarText } from "../yaml-values.ts";
import { boundedTest } from "./bounded-regex.ts";
import { base64, base64Offsets, dashSpellings, isBytes, utf16Characters, utf8Characters } from "./encodings.ts";
import { fold } from "./fold.ts";
import { readNetwork } from "./network.ts";
import { readNumber } from "./predicate.ts";
import type { LiteralMode, Test } from "./predicate.ts";
import { expandPlaceholders } from "./placeholders.ts";
import { timeParts } from "./time-part.ts";
import type { TimePart } from "./time-part.ts";
import { plainText, splitWildcards } from "./wildcards.ts";
import type { Piece } from "./wildcards.ts";

const maxSpellings = 5_000;

/** What the modifiers of one field said, apart from how they change values. */
export interface Modifiers {
  transforms: string[];
  mode: LiteralMode;
  isCased: boolean;
  isAll: boolean;
  isNegated: boolean;
  type: "text" | "re" | "cidr" | "exists" | "fieldref";
  regexFlags: string;
  comparison: "lt" | "lte" | "gt" | "gte" | null;
  timePart: TimePart | null;
}

const modes: Record<string, LiteralMode> = { contains: "contains", startswith: "prefix", endswith: "suffix" };
const transforms = new Set(["base64", "base64offset", "utf16le", "wide", "utf16be", "utf16", "windash", "expand"]);
const regexFlags: Record<string, string> = { i: "i", ignorecase: "i", m: "m", multiline: "m", s: "s", dotall: "s" };

/** @throws Refused naming the modifier that is unknown or cannot stand with the others */
export function readModifiers(words: readonly string[]): Modifiers {
  const result: Modifiers = {
    transforms: [],
    mode: "equals",
    isCased: false,
    isAll: false,
    isNegated: false,
    type: "text",
    regexFlags: "",
    comparison: null,
    timePart: null,
  };
  for (const raw of words) {
    const word = raw.toLowerCase();
    const mode = modes[word];
    const flag = regexFlags[word];
    const part = timeParts.find((known) => known === word);
    if (mode !== undefined) result.mode = mode;
    else if (transforms.has(word)) result.transforms.push(word);
    else if (word === "cased") result.isCased = true;
    else if (word === "all") result.isAll = true;
    else if (word === "neq") result.isNegated = true;
    else if (word === "re" || word === "cidr" || word === "exists" || word === "fieldref") setType(result, word);
    else if (word === "lt" || word === "lte" || word === "gt" || word === "gte") result.comparison = word;
    else if (part !== undefined) result.timePart = part;
    else if (flag !== undefined && result.type === "re") result.regexFlags += flag;
    else throw new Refused(`modifier ${raw}: not a modifier of Sigma 2.1 in this place`);
  }
  if (result.type !== "text" && result.transforms.some((word) => word !== "expand"))
    throw new Refused(`modifier ${result.type}: applies to unmodified values only`);
  if (result.type !== "text" && (result.comparison !== null || result.timePart !== null))
    throw new Refused(`modifier ${result.type}: cannot be joined with a comparison`);
  return result;
}

function setType(modifiers: Modifiers, type: "re" | "cidr" | "exists" | "fieldref"): void {
  if (modifiers.type !== "text") throw new Refused(`modifier ${type}: cannot be joined with ${modifiers.type}`);
  modifiers.type = type;
}

/**
 * Tests of which any one satisfies the value; several where a modifier spells the value in several ways.
 * @throws Refused where the value does not fit the modifiers
 */
export function testsOfValue(
  value: unknown,
  modifiers: Modifiers,
  placeholders: Record<string, string[]>,
): { test: Test; shown: string }[] {
  if (modifiers.type === "exists") throw new Refused("modifier exists: expected true or false");
  if (modifiers.comparison !== null || modifiers.timePart !== null) return [numericTest(value, modifiers)];
  if (value === null || value === undefined) {
    if (modifiers.type !== "text" || modifiers.mode !== "equals" || modifiers.transforms.length > 0)
      throw new Refused("value: null takes no modifier that changes a text");
    return [{ test: { kind: "null" }, shown: "null" }];
  }
  if (typeof value === "object") throw new Refused("value: expected a text, a number, true, false or null");
  const raws = modifiers.transforms.includes("expand")
    ? expandPlaceholders(scalarText(value), placeholders, modifiers.type === "re")
    : [scalarText(value)];
  return raws.flatMap((raw) => textTests(raw, modifiers));
}

function numericTest(value: unknown, modifiers: Modifiers): { test: Test; shown: string } {
  const number = typeof value === "number" ? value : readNumber(String(value));
  const word = modifiers.comparison ?? modifiers.timePart ?? "";
  if (number === null || typeof value === "boolean") throw new Refused(`modifier ${word}: expected a number`);
  const test: Test = {
    kind: "compare",
    comparison: modifiers.comparison ?? "eq",
    value: number,
    part: modifiers.timePart,
  };
  return { test, shown: String(number) };
}

function textTests(raw: string, modifiers: Modifiers): { test: Test; shown: string }[] {
  if (modifiers.type === "re") return [{ test: regexTest(raw, modifiers.regexFlags), shown: raw }];
  if (modifiers.type === "cidr") {
    const network = readNetwork(raw);
    if (network === null) throw new Refused(`modifier cidr: "${raw}" is no address range`);
    return [{ test: { kind: "cidr", network }, shown: raw }];
  }
  const pieces = splitWildcards(raw);
  if (modifiers.type === "fieldref") {
    const field = plainText(pieces);
    if (field === null || field === "") throw new Refused("modifier fieldref: expected the name of a field");
    return [{ test: { kind: "fieldref", field, mode: modifiers.mode, isCased: modifiers.isCased }, shown: raw }];
  }
  let spellings: Piece[][] = [pieces];
  for (const transform of modifiers.transforms) {
    if (transform === "expand") continue;
    spellings = spellings.flatMap((spelling) => transformed(spelling, transform));
    if (spellings.length > maxSpellings)
      throw new Refused(`modifier ${transform}: more than ${maxSpellings} spellings`);
  }
  return spellings.map((spelling) => ({ test: literalTest(spelling, modifiers), shown: raw }));
}

function transformed(pieces: Piece[], transform: string): Piece[][] {
  if (transform === "windash") return windash(pieces);
  const text = plainText(pieces);
  if (text === null) throw new Refused(`modifier ${transform}: a value with wildcards cannot be encoded`);
  const bytes = isBytes(text) && hasControl(text) ? text : null;
  switch (transform) {
    case "base64":
      return [[{ literal: base64(bytes ?? utf8Characters(text)) }]];
    case "base64offset":
      return base64Offsets(bytes ?? utf8Characters(text)).map((literal) => [{ literal }]);
    case "utf16be":
      return [[{ literal: utf16Characters(text, true, false) }]];
    case "utf16":
      return [[{ literal: utf16Characters(text, false, true) }]];
    default:
      return [[{ literal: utf16Characters(text, false, false) }]];
  }
}

/** True for what a UTF-16 modifier made (it holds NUL bytes), which base64 takes byte for byte. */
function hasControl(text: string): boolean {
  return text.includes("\u0000");
}

function windash(pieces: Piece[]): Piece[][] {
  let result: Piece[][] = [[]];
  for (const piece of pieces) {
    const spellings = "literal" in piece ? dashSpellings(piece.literal, maxSpellings) : null;
    if ("literal" in piece && spellings === null)
      throw new Refused(`modifier windash: more than ${maxSpellings} spellings`);
    const options: Piece[] = spellings === null ? [piece] : spellings.map((literal) => ({ literal }));
    if (result.length * options.length > maxSpellings)
      throw new Refused(`modifier windash: more than ${maxSpellings} spellings`);
    result = result.flatMap((before) => options.map((option) => [...before, option]));
  }
  return result;
}

/** Wildcards at the ends become a mode; wildcards inside stay a glob. */
function literalTest(original: Piece[], modifiers: Modifiers): Test {
  const pieces = original.map((piece) =>
    "literal" in piece && !modifiers.isCased ? { literal: fold(piece.literal) } : piece,
  );
  const isOpenStart = modifiers.mode === "contains" || modifiers.mode === "suffix";
  const isOpenEnd = modifiers.mode === "contains" || modifiers.mode === "prefix";
  if (isOpenStart) pieces.unshift({ wildcard: "any" });
  if (isOpenEnd) pieces.push({ wildcard: "any" });
  let start = 0;
  let end = pieces.length;
  while (start < end && isAny(pieces[start])) start++;
  while (end > start && isAny(pieces[end - 1])) end--;
  const inner = plainText(pieces.slice(start, end));
  if (inner === null) return { kind: "glob", pieces, isCased: modifiers.isCased };
  if (inner === "" && start > 0) return { kind: "literal", mode: "contains", text: "", isCased: modifiers.isCased };
  const mode: LiteralMode =
    start > 0 ? (end < pieces.length ? "contains" : "suffix") : end < pieces.length ? "prefix" : "equals";
  return { kind: "literal", mode, text: inner, isCased: modifiers.isCased };
}

function isAny(piece: Piece | undefined): boolean {
  return piece !== undefined && "wildcard" in piece && piece.wildcard === "any";
}

/** Linear-time regular expressions (RE2): what RE2 lacks (look-around, back references) is refused. */
function regexTest(source: string, flags: string): Test {
  let bits = 0;
  if (flags.includes("i")) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes("m")) bits |= RE2JS.MULTILINE;
  if (flags.includes("s")) bits |= RE2JS.DOTALL;
  try {
    const unescaped = source.replaceAll("\\/", "/");
    const regex = RE2JS.compile(unescaped, bits);
    const bounded = flags === "" ? boundedTest(unescaped) : null;
    return { kind: "regex", test: bounded ?? ((text) => regex.test(text)), source: `${flags}/${source}` };
  } catch (error) {
    const detail = error instanceof Error ? error.message : "unreadable";
    throw new Refused(`modifier re: "${source.slice(0, 200)}" is not a linear-time regular expression (${detail})`);
  }
}
