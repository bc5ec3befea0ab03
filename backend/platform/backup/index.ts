// The door to backups.
export { readEntries, writeEntries } from "./entries.ts";
export { restoreBackup } from "./restore-backup.ts";
export { type BackupSummary, takeBackup } from "./take-backup.ts";
export { verifyBackup } from "./verify-backup.ts";
