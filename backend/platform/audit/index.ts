// The door to the log: every act writes one row in its own transaction; rows are sealed in a tree, exported and verified.
export { canonicalJson } from "./canonical-json.ts";
export { exportLog } from "./export-log.ts";
export { logKey } from "./log-key.ts";
export { formatVerifierKey } from "./note.ts";
export { sealLog } from "./seal-log.ts";
export { type Verdict, verifyExport } from "./verify-export.ts";
export { writeAudit, type AuditEntry } from "./write-audit.ts";
