// What an explanation is made of: the rule in sentences that every reader gets in the own language, the truth of each part, and the evidence in place. Pure.
import type { Level } from "../model.ts";

/** A value of a sentence: what the rule compares with. `isTrue` where it was found. */
export interface SaidValue {
  text: string;
  isTrue?: boolean;
}

/**
 * One sentence of a rule in words: a key of the catalogue with its values, what it lists, and the sentences under it.
 * `isTrue` says whether it held in this finding; absent where nothing is known or nothing was asked.
 */
export interface RuleWords {
  key: string;
  values: Record<string, string | number>;
  items?: SaidValue[];
  kids?: RuleWords[];
  isTrue?: boolean;
}

/** A place in a shown text: UTF-16 offsets into `text`, `end` not included, and the rule's words that it answers. */
export interface ShownMark {
  start: number;
  end: number;
  label: string;
}

/** One row of a hex dump: up to 16 bytes as two-digit hex, with the spans that matched. */
export interface HexRow {
  offset: number;
  bytes: string[];
  /** The same bytes as characters; what has no shape is a dot. */
  text: string;
  /** Indexes into `bytes`, `end` not included. */
  marks: ShownMark[];
}

/** What matched, in place. */
export type ShownEvidence =
  /** An event as indented JSON; where it is not kept whole, its matched fields alone. */
  | { kind: "event"; part: string; event: number; isWhole: boolean; text: string; marks: ShownMark[] }
  | { kind: "bytes"; part: string; rows: HexRow[] }
  | { kind: "text"; part: string; start: number; text: string; marks: ShownMark[] }
  | { kind: "counted"; events: { part: string; event: number; ruleId: string; at: string | null }[] };

/** The rule that was true, as it stood then. */
export interface ExplainedRule {
  kind: "sigma" | "yara" | "indicator";
  title: string;
  level: Level;
  version: string;
  author: string | null;
  licence: string | null;
  /** As its author wrote it; null for a list, whose entry is told instead. */
  source: string | null;
}

/** One finding explained; the engine's part, without the rule's history. */
export interface Explanation {
  words: RuleWords[];
  /** The part of the condition that was true, in the rule's own language; null where it has none. */
  truePart: string | null;
  evidence: ShownEvidence[];
}
