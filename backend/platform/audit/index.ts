// The door to the log: every act writes one row in its own transaction; rows are sealed in a tree, published, witnessed, proved, exported and verified.
export { askWitnesses } from "./ask-witnesses.ts";
export { noteReading } from "./note-reading.ts";
export { checkLog, type LogCheck } from "./check-log.ts";
export { exportLog } from "./export-log.ts";
export { readHeadNote } from "./grow-tree.ts";
export { loadPolicy, readPolicyText } from "./load-policy.ts";
export { logKey } from "./log-key.ts";
export { formatVerifierKey, signText } from "./note.ts";
export { canonicalJson } from "./proof/canonical-json.ts";
export { publishLog, type Publication, readNewest } from "./publish-log.ts";
export { type AlarmKind, raiseAlarm } from "./raise-alarm.ts";
export { type ProofOrWhyNot, readFirstProof, readProof, recordJson, type RowProof } from "./read-proof.ts";
export { findCheckpointOver, readConsistencyPath, readInclusionPath, readTile } from "./read-tree.ts";
export { sealLog } from "./seal-log.ts";
export { stampLog } from "./stamp-log.ts";
export { verifyFiles } from "./verify-files.ts";
export { writeAudit, type AuditEntry } from "./write-audit.ts";
