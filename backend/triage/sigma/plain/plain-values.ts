// The plain evaluator's own reading of values: each becomes a function of a text. Written apart from the compiler on purpose.

import { BlockList, isIP } from "node:net";
import { RE2JS } from "re2js";
import { scalarText } from "../yaml-values.ts";

export type Matcher = (value: string) => boolean;

/** Case is set aside as the engine defines it: lower case, with one form of the Greek sigma. */
export function lowered(text: string): string {
  if (text !== lastText) {
    lastText = text;
    lastLowered = text.toLowerCase();
    if (lastLowered.includes("ς")) lastLowered = lastLowered.replace(/ς/g, "σ");
  }
  return lastLowered;
}

let lastText = "";
let lastLowered = "";

/** @param words modifiers in the order written; "all", "neq", "exists", "expand" and "fieldref" are the caller's */
export function matcherFor(value: unknown, words: readonly string[], isKeyword: boolean): Matcher {
  const has = (word: string): boolean => words.includes(word);
  if (words.includes("re")) return regexMatcher(scalarText(value), words);
  if (has("cidr")) return networkMatcher(scalarText(value));
  const part = words.find((word) => ["minute", "hour", "day", "week", "month", "year"].includes(word));
  const order = words.find((word) => ["lt", "lte", "gt", "gte"].includes(word));
  if (part !== undefined || order !== undefined) return numberMatcher(Number(value), order ?? "eq", part);
  const spellings = spell(scalarText(value), words);
  const isCased = has("cased");
  const matchers = spellings.map((spelling) => {
    const before = has("contains") || has("endswith") || isKeyword ? "*" : "";
    const after = has("contains") || has("startswith") || isKeyword ? "*" : "";
    return wildcardMatcher(before, spelling, after, isCased);
  });
  return (text) => matchers.some((matcher) => matcher(text));
}

/** A pattern as a list: texts stand for themselves, 0 for `*` and 1 for `?`. */
type Pattern = (string | 0 | 1)[];

function wildcardMatcher(before: string, pattern: Pattern, after: string, isCased: boolean): Matcher {
  const whole: Pattern = [...(before === "" ? [] : [0 as const]), ...pattern, ...(after === "" ? [] : [0 as const])];
  const parts = whole.map((part) => (typeof part === "string" && !isCased ? lowered(part) : part));
  const joined = parts.map((part) => (typeof part === "string" ? part : "")).join("");
  const normal = isCased ? (text: string): string => text : lowered;
  const inner = parts.slice(parts[0] === 0 ? 1 : 0, parts.at(-1) === 0 ? -1 : undefined);
  if (inner.every((part) => typeof part === "string")) {
    const isOpenStart = parts[0] === 0;
    const isOpenEnd = parts.at(-1) === 0 && parts.length > 0;
    if (isOpenStart && isOpenEnd) return (text) => normal(text).includes(joined);
    if (isOpenStart) return (text) => normal(text).endsWith(joined);
    if (isOpenEnd) return (text) => normal(text).startsWith(joined);
    return (text) => normal(text) === joined;
  }
  const source = parts
    .map((part) => (part === 0 ? "[^]*" : part === 1 ? "[^]" : part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
    .join("");
  const regex = new RegExp(`^${source}$`, "u");
  return (text) => regex.test(normal(text));
}

function toPattern(text: string): Pattern {
  const pattern: Pattern = [];
  const pieces = text.match(/\\[\\*?]|\*|\?|[^*?\\]+|\\/g) ?? [];
  for (const piece of pieces) {
    if (piece === "*") pattern.push(0);
    else if (piece === "?") pattern.push(1);
    else {
      const plain = /^\\[\\*?]$/.test(piece) ? piece.charAt(1) : piece;
      const last = pattern.at(-1);
      if (typeof last === "string") pattern[pattern.length - 1] = last + plain;
      else pattern.push(plain);
    }
  }
  return pattern;
}

function spell(value: string, words: readonly string[]): Pattern[] {
  let spellings: { pattern: Pattern; bytes: number[] | null }[] = [{ pattern: toPattern(value), bytes: null }];
  for (const word of words) {
    spellings = spellings.flatMap((spelling) => {
      if (word === "windash") return dashed(spelling.pattern).map((pattern) => ({ pattern, bytes: null }));
      const text = spelling.pattern.join("");
      const bytes = spelling.bytes ?? [...new TextEncoder().encode(text)];
      if (word === "wide" || word === "utf16le") return [ofBytes(wideBytes(text, false))];
      if (word === "utf16be") return [ofBytes(wideBytes(text, true))];
      if (word === "utf16") return [ofBytes([0xff, 0xfe, ...wideBytes(text, false)])];
      if (word === "base64") return [{ pattern: [btoa(String.fromCharCode(...bytes))], bytes: null }];
      if (word === "base64offset")
        return [0, 1, 2].map((shift) => ({ pattern: [shiftedBase64(bytes, shift)], bytes: null }));
      return [spelling];
    });
  }
  return spellings.map(({ pattern }) => pattern);
}

function ofBytes(bytes: number[]): { pattern: Pattern; bytes: number[] } {
  return { pattern: [String.fromCharCode(...bytes)], bytes };
}

function wideBytes(text: string, isBigEndian: boolean): number[] {
  return [...Array(text.length).keys()].flatMap((index) => {
    const code = text.charCodeAt(index);
    return isBigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8];
  });
}

/** The characters of the encoding that no neighbouring byte can change, found by encoding between two kinds of neighbours. */
function shiftedBase64(bytes: readonly number[], shift: number): string {
  const encode = (filler: number): string => {
    const padded = [...Array<number>(shift).fill(filler), ...bytes, ...Array<number>(3).fill(filler)];
    return btoa(String.fromCharCode(...padded.slice(0, padded.length - (padded.length % 3))));
  };
  const low = encode(0);
  const high = encode(255);
  const firstBit = shift * 8;
  const lastBit = firstBit + bytes.length * 8;
  let stable = "";
  for (let index = 0; index < low.length; index++)
    if (low[index] === high[index] && index * 6 >= firstBit && index * 6 + 6 <= lastBit) stable += low[index];
  return stable;
}

function dashed(pattern: Pattern): Pattern[] {
  let result: Pattern[] = [[]];
  for (const part of pattern) {
    const options: (string | 0 | 1)[] = typeof part === "string" ? dashedTexts(part) : [part];
    result = result.flatMap((before) => options.map((option) => [...before, option]));
  }
  return result;
}

function dashedTexts(text: string): string[] {
  const isWord = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  let result = [""];
  for (let index = 0; index < text.length; index++) {
    const isDash = "-/–—―".includes(text.charAt(index)) && !isWord(text[index - 1]) && isWord(text[index + 1]);
    const options = isDash ? ["-", "/", "–", "—", "―"] : [text.charAt(index)];
    result = result.flatMap((before) => options.map((option) => before + option));
  }
  return result;
}

function regexMatcher(source: string, words: readonly string[]): Matcher {
  const inline = [
    words.some((word) => word === "i" || word === "ignorecase") ? "i" : "",
    words.some((word) => word === "m" || word === "multiline") ? "m" : "",
    words.some((word) => word === "s" || word === "dotall") ? "s" : "",
  ].join("");
  const regex = RE2JS.compile((inline === "" ? "" : `(?${inline})`) + source.replace(/\\\//g, "/"));
  return (text) => regex.matcher(text).find();
}

function networkMatcher(range: string): Matcher {
  const [address = "", length] = range.trim().split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(address, length === undefined ? (family === "ipv6" ? 128 : 32) : Number(length), family);
  return (text) => {
    const plain = text.replace(/%.*$/, "");
    const version = isIP(plain);
    if (version === 0 || /(^|\.)0\d/.test(plain)) return false;
    return list.check(plain, version === 6 ? "ipv6" : "ipv4");
  };
}

function numberMatcher(wanted: number, order: string, part: string | undefined): Matcher {
  return (text) => {
    const number = part === undefined ? toNumber(text) : toTimePart(text, part);
    if (Number.isNaN(number)) return false;
    const difference = number - wanted;
    return (
      { lt: difference < 0, lte: difference <= 0, gt: difference > 0, gte: difference >= 0, eq: difference === 0 }[
        order
      ] ?? false
    );
  };
}

function toNumber(text: string): number {
  const trimmed = text.trim();
  if (/^0[xX][0-9a-fA-F]+$/.test(trimmed)) return Number.parseInt(trimmed, 16);
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number.parseFloat(trimmed) : Number.NaN;
}

function toTimePart(text: string, part: string): number {
  let date = text.trimStart();
  if (/^(\d{10}|\d{13})(\.\d+)?$/.test(text))
    date = new Date(/^\d{13}/.test(text) ? Number(text) : Number(text) * 1000).toISOString();
  if (!/^\d{4}-\d\d-\d\d/.test(date)) return Number.NaN;
  const hasClock = /^.{10}[T ]\d\d:\d\d/.test(date);
  switch (part) {
    case "year":
      return Number(date.slice(0, 4));
    case "month":
      return Number(date.slice(5, 7));
    case "day":
      return Number(date.slice(8, 10));
    case "hour":
      return hasClock ? Number(date.slice(11, 13)) : Number.NaN;
    case "minute":
      return hasClock ? Number(date.slice(14, 16)) : Number.NaN;
    default:
      return weekOf(date.slice(0, 10));
  }
}

/** The week that holds a day's Thursday, counted from the week that holds the year's first Thursday. */
function weekOf(day: string): number {
  const dayMs = 86_400_000;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const time = Date.UTC(year, month - 1, date);
  const thursday = new Date(time + (4 - (new Date(time).getUTCDay() || 7)) * dayMs);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - newYear) / dayMs / 7) + 1;
}
