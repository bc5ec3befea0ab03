// One comparison of one field: what a rule's value becomes after its modifiers, with the exact test of a text.

import { fitsPieces } from "./wildcards.ts";
import type { Piece } from "./wildcards.ts";
import { isInNetwork } from "./network.ts";
import type { Network } from "./network.ts";
import { readTimePart } from "./time-part.ts";
import type { TimePart } from "./time-part.ts";

export type LiteralMode = "equals" | "prefix" | "suffix" | "contains";

/** `text` and `pieces` are in lower case unless `isCased`. */
export type Test =
  | { kind: "literal"; mode: LiteralMode; text: string; isCased: boolean }
  | { kind: "glob"; pieces: Piece[]; isCased: boolean }
  | { kind: "regex"; test: (text: string) => boolean; source: string }
  | { kind: "cidr"; network: Network }
  | { kind: "compare"; comparison: "lt" | "lte" | "gt" | "gte" | "eq"; value: number; part: TimePart | null }
  | { kind: "exists" }
  | { kind: "null" }
  | { kind: "fieldref"; field: string; mode: LiteralMode; isCased: boolean };

export interface Predicate {
  /** Name in the rule's words (or the log's, where a log source renames it); null searches the whole event. */
  field: string | null;
  test: Test;
  /** For an explanation: "endswith: \cmd.exe". */
  pattern: string;
  /** Same key, same truth on every event. */
  key: string;
}

/** Whether a present, scalar value passes; `lower` is the value in lower case. Presence itself is tested elsewhere. */
export function passesTest(test: Exclude<Test, { kind: "fieldref" }>, value: string, lower: string): boolean {
  switch (test.kind) {
    case "literal":
      return passesLiteral(test.mode, test.text, test.isCased ? value : lower);
    case "glob":
      return fitsPieces(test.pieces, test.isCased ? value : lower);
    case "regex":
      return test.test(value);
    case "cidr":
      return isInNetwork(value, test.network);
    case "compare":
      return compares(test, value);
    case "exists":
      return true;
    case "null":
      return false;
  }
}

export function passesLiteral(mode: LiteralMode, text: string, value: string): boolean {
  switch (mode) {
    case "equals":
      return value === text;
    case "prefix":
      return value.startsWith(text);
    case "suffix":
      return value.endsWith(text);
    case "contains":
      return value.includes(text);
  }
}

function compares(test: Extract<Test, { kind: "compare" }>, value: string): boolean {
  const number = test.part === null ? readNumber(value) : readTimePart(value, test.part);
  if (number === null) return false;
  switch (test.comparison) {
    case "lt":
      return number < test.value;
    case "lte":
      return number <= test.value;
    case "gt":
      return number > test.value;
    case "gte":
      return number >= test.value;
    case "eq":
      return number === test.value;
  }
}

/** Decimal, or hexadecimal with 0x as Windows logs write it; null for anything else. */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (!/^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|0x[0-9a-f]+)$/i.test(trimmed)) return null;
  return Number(trimmed);
}
