// What the page of health shows: whether everything runs, as numbers. Pure; the desk imports it.

export interface HealthView {
  at: string;
  database: { version: string; bytes: number };
  disk: { freeBytes: number; totalBytes: number };
  jobs: { task: string; waiting: number; failing: number; oldestAt: string | null; lastError: string | null }[];
  mails: { state: string; count: number }[];
  triage: { running: number; failed: number };
  log: {
    acts: number;
    lastCheckpointAt: string | null;
    lastCheckpointSize: number | null;
    publishedAt: string | null;
    witnessesNotSigning: number;
    openAlarms: number;
    /** False when the log's own check found something changed. */
    isWhole: boolean;
  };
  reports: { open: number; oldestUntriagedAt: string | null; files: number; fileBytes: number };
  isWell: boolean;
  problems: string[];
}
