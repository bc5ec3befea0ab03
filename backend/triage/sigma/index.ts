// The door of the Sigma engine: documents in, matches out. No database, no network; readers take bytes.

export { parseSigma } from "./parse-sigma.ts";
export { compileSigma, SigmaEngine } from "./compile-sigma.ts";
export type { SourceEvent } from "./compile-sigma.ts";
export type { CorrelationRun } from "./correlation/correlation-run.ts";
export { createPlainEvaluator } from "./plain/plain-evaluator.ts";
export type { PlainEvaluator } from "./plain/plain-evaluator.ts";
export { toFinding } from "./to-finding.ts";
export type { LogsourceHint } from "./logsources.ts";
export type {
  CompileOptions,
  CorrelatedEvent,
  Logsource,
  MatchedField,
  SigmaDocument,
  SigmaMatch,
  SigmaRefusal,
  SigmaRuleCost,
  SigmaRuleInfo,
} from "./model.ts";
