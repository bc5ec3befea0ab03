// The door of YARA: a pool of workers that scan files and everything packed in them, and a check of a single rule file.
export { checkYara } from "./check-yara.ts";
export type { YaraSource } from "./engine.ts";
export { findRuleNames, readYaraRules } from "./find-rule-names.ts";
export type { MeasuredRule } from "./measure-model.ts";
export { measureYaraRules } from "./measure-rules.ts";
export { createYaraPool, type YaraPool, type YaraPoolOptions } from "./pool.ts";
export {
  FileUnreadable,
  type ScannedPart,
  type ScanReport,
} from "./scan-model.ts";
