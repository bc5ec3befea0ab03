// One finding explained, as the desk and the API read it: the rule in words, what was true, what matched in place, and how the rule did so far. Pure.
import { z } from "zod";
import type { Verdict } from "../../cases/model.ts";
import { wordsLanguages } from "../../platform/words/translate.ts";
import type { ExplainedRule, Explanation } from "../../triage/explain/model.ts";
import type { Engine, Level } from "../../triage/model.ts";
import type { HeldBy, PublicationWay, RuleRecord, RuleState } from "../../triage/rules/model.ts";

export const ExplanationQuery = z.strictObject({
  /** Of the sentences in `said`. */
  language: z.enum(wordsLanguages, `Expected one of ${wordsLanguages.join(", ")}.`).default("fr"),
});

export interface RuleHistory {
  /** Where the rule's page is. */
  ruleId: string;
  state: RuleState;
  stateReason: string;
  stateAt: string;
  /** Newest first; `isThis` is the one that the explanation reads. */
  versions: {
    version: number;
    createdAt: string;
    note: string;
    writtenBy: string[];
    isInForce: boolean;
    isThis: boolean;
  }[];
  /** Newest first. */
  publications: {
    version: number;
    way: PublicationWay;
    state: string;
    askedBy: string;
    askedAt: string;
    approvedBy: string | null;
    approvedAt: string | null;
    reason: string;
  }[];
  pack: { name: string; licence: string; source: string } | null;
}

export interface FindingExplanation extends Explanation {
  id: string;
  reportId: string;
  reportReference: string;
  engine: Engine;
  ruleId: string;
  ruleVersion: string;
  title: string;
  level: Level;
  source: string;
  at: number | null;
  why: string;
  references: string[];
  author: string | null;
  verdict: Verdict | null;
  verdictReason: string | null;
  verdictBy: string | null;
  verdictAt: string | null;
  foundAt: string;
  /** Set where a warning list or the allow-list keeps it aside. */
  heldBy: HeldBy | null;
  rule: ExplainedRule | null;
  /** Hits, judgements and last hit over everything that is stored. */
  record: RuleRecord;
  history: RuleHistory | null;
  /** `words` as plain lines in the asked language. */
  said: string[];
  canJudge: boolean;
}
