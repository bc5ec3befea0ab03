// What the desk asks the worker that reads and tries rules, and what it answers. Types only.
import type { Explanation, RuleWords } from "../../../../backend/triage/explain/model.ts";
import type { Level } from "../../../../backend/triage/model.ts";
import type { SourceProblem } from "../../../../backend/triage/rules/model.ts";

/** Kinds that the browser runs by itself; lists are checked by the server, which knows how values are normalised. */
export type LocalKind = "sigma" | "yara";

export interface CheckRequest {
  act: "check";
  kind: LocalKind;
  source: string;
}
export interface TryRequest {
  act: "try";
  kind: LocalKind;
  source: string;
  name: string;
  content: Uint8Array;
}
export type WorkRequest = CheckRequest | TryRequest;

export interface CheckAnswer {
  problems: SourceProblem[];
  /** What can be read, in words, one entry a rule of the text. */
  said: { title: string; words: RuleWords[] }[];
}

/** One rule that was true of the sample. */
export interface Fired {
  ruleId: string;
  title: string;
  level: Level;
  explanation: Explanation;
}
export interface TryAnswer {
  fired: Fired[];
  /** Why nothing could be tried: the rule's first problem, or what the sample is not. */
  problem: string | null;
  /** Events read of a log; null for a file. */
  events: number | null;
}

export type AnswerTo<Request extends WorkRequest> = Request extends CheckRequest ? CheckAnswer : TryAnswer;
