// The shape of a backup: a tar of table segments, files, keys and pending jobs, closed by a manifest, the whole encrypted with age.
import { z } from "zod";

export const backupFormat = "toguna-backup/1";

export const Manifest = z.strictObject({
  format: z.literal(backupFormat),
  createdAt: z.string(),
  serverVersion: z.number(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()), segments: z.number() })),
  sequences: z.array(z.strictObject({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  objects: z.number(),
  /** The newest checkpoint of the log when the backup was taken; null when none was sealed. */
  checkpoint: z.string().nullable(),
  verifierKey: z.string(),
  /** Every entry of the tar before this one, with its SHA-256 in hexadecimal. */
  entries: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

/** Secrets that a restored installation needs to honour receipts and continue the log; database passwords are made anew. */
export const keptSecrets = ["receipt-key", "log-key", "session-key", "mailer-key"] as const;
