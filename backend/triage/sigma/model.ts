// What the Sigma engine takes and gives: documents, rules, matches, costs and refusals. Pure types, no code that runs.

import type { Level } from "../model.ts";

/** Where a rule looks (Sigma rules specification 2.1, `logsource`); an absent part means "any". */
export interface Logsource {
  product?: string;
  category?: string;
  service?: string;
}

/** What a screen or a finding says about a rule; texts as the author wrote them. */
export interface SigmaRuleInfo {
  kind: "rule" | "correlation";
  id: string;
  name?: string;
  title: string;
  level: Level;
  status: string;
  /** `modified`, else `date`, else a hash of the document; never empty. */
  version: string;
  author: string;
  description: string;
  references: string[];
  tags: string[];
  falsePositives: string[];
  license?: string;
  path: string;
}

export const correlationTypes = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export const comparisons = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
export type Comparison = (typeof comparisons)[number];

export interface CorrelationCondition {
  /** All must hold (a range is two of them). */
  tests: { comparison: Comparison; value: number }[];
  fields: string[];
  /**
   * For `value_percentile`: which percentile of numeric values is compared, 0 to 100; null compares each value's share
   * of all occurrences in percent (the example of specification 2.1, "less than 1% of all the processes").
   */
  percentile: number | null;
}

/** One document of a Sigma file, or why it could not be one. */
export type SigmaDocument =
  | {
      kind: "rule";
      info: SigmaRuleInfo;
      logsource: Logsource;
      detections: Record<string, unknown>;
      conditions: string[];
    }
  | {
      kind: "correlation";
      info: SigmaRuleInfo;
      type: CorrelationType;
      rules: string[];
      groupBy: string[];
      timespanMs: number;
      aliases: Record<string, Record<string, string>>;
      /** A map of comparisons, or (temporal kinds) an expression over rule names. */
      condition: CorrelationCondition | string;
      isGenerating: boolean;
    }
  | {
      kind: "filter";
      info: SigmaRuleInfo;
      logsource: Logsource;
      /** Ids or names of rules, or "any" for all whose logsource fits. */
      rules: string[] | "any";
      detections: Record<string, unknown>;
      condition: string;
    }
  | { kind: "refused"; path: string; ruleId: string; title: string; reason: string };

export type RuleDocument = Extract<SigmaDocument, { kind: "rule" }>;
export type CorrelationDocument = Extract<SigmaDocument, { kind: "correlation" }>;
export type FilterDocument = Extract<SigmaDocument, { kind: "filter" }>;

/** A rule that is not evaluated, and why. */
export interface SigmaRefusal {
  path: string;
  ruleId: string;
  title: string;
  reason: string;
}

export interface CompileOptions {
  /** Values for `%name%` under the `expand` modifier; a rule with an unknown name is refused. */
  placeholders?: Record<string, string[]>;
}

/** A field of the event that made a rule true, with what it was compared to. `field` is "" for a keyword search. */
export interface MatchedField {
  field: string;
  value: string;
  /** As the rule says it: "contains: mimikatz", "endswith: \\cmd.exe". */
  pattern: string;
}

/** An event of the group that a correlation counted. */
export interface CorrelatedEvent {
  source: string;
  ordinal: number;
  ruleId: string;
  /** Milliseconds since 1970, or null where the event had no readable time. */
  atMs: number | null;
}

/** One rule true on one event, or one correlation true on a group of events (its last event is `ordinal`). */
export interface SigmaMatch {
  rule: SigmaRuleInfo;
  source: string;
  /** From 0 in its source. */
  ordinal: number;
  /** Search identifiers (or correlated rules) that were true and counted. */
  identifiers: string[];
  /** The part of the condition that was true, in Sigma's words. */
  condition: string;
  fields: MatchedField[];
  events?: CorrelatedEvent[];
}

/** What a rule cost so far: exact counts, and time estimated from one evaluation in 16. */
export interface SigmaRuleCost {
  ruleId: string;
  title: string;
  evaluations: number;
  matches: number;
  timeMs: number;
  /** Of the time of all rules, 0 to 1. */
  share: number;
}
