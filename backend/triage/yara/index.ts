// The door of YARA: a pool of workers that scan files and everything packed in them, and a check of a single rule file.
export type { YaraProblem, YaraSource } from "./engine.ts";
export { findRuleNames, readYaraRules } from "./find-rule-names.ts";
export { createYaraPool, type YaraPool, type YaraPoolOptions } from "./pool.ts";
export { chooseEngine, type EngineChoice } from "./prepare-rules.ts";
export {
  defaultPoolLimits,
  FileUnreadable,
  type PoolLimits,
  type ScanJob,
  type ScannedPart,
  type ScanReport,
} from "./scan-model.ts";
