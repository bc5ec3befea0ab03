// The door of the command line's triage: `toguna scan` and `toguna rules test`, without a database.
export { runRulesTest } from "./run-rules-test.ts";
export { runScan } from "./run-scan.ts";
export { type RuleTest, testRules } from "./test-rules.ts";
export type { ScanIo } from "./write-line.ts";
