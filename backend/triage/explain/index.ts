// The door of explanations: a rule in words, and a finding with its evidence in place. No database, no network; browsers use it too.
export { explainFinding, type FindingToExplain } from "./explain-finding.ts";
export { indicatorWords } from "./indicator-words.ts";
export { renderWords } from "./render-words.ts";
export { wordsOfRule } from "./words-of-rule.ts";
