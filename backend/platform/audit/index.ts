// The door to the log: every act writes one row in its own transaction.
export { writeAudit, type AuditEntry } from "./write-audit.ts";
export { canonicalJson } from "./canonical-json.ts";
