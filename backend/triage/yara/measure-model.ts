// What goes in and out of the thread that measures rules one by one. Pure.
import type { YaraSource } from "./engine.ts";

export interface MeasureData {
  rules: readonly YaraSource[];
  /** Files that the rules are tried on, with what is packed in them. */
  files: readonly { name: string; path: string }[];
  /** Bytes of parts that are kept for it. */
  sampleBytes: number;
  /** For one rule on everything; past it the rule is told as one that never ended. */
  ruleTimeMs: number;
}

/** What one rule file cost on the sample; `hasEnded` false: it was stopped at the limit. */
export interface MeasuredRule {
  path: string;
  parts: number;
  bytes: number;
  matches: number;
  timeMs: number;
  hasEnded: boolean;
}

export type MeasureMessage =
  | { kind: "begun"; path: string; parts: number; bytes: number }
  | { kind: "rule"; rule: MeasuredRule }
  | { kind: "done" };
