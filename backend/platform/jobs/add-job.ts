// Adds a job inside the current transaction: it exists exactly when the act that caused it does.
import { sql } from "drizzle-orm";
import type { Tx } from "../db/index.ts";

export interface JobOptions {
  /** Not before. */
  runAt?: Date;
  /** Tries before it is given up and shown under health; the wait doubles each time. Default 25. */
  maxAttempts?: number;
  /** Only one waiting job has this key; a newer one replaces it. */
  key?: string;
  /** Lower runs first. Default 0. */
  priority?: number;
}

export async function addJob(
  tx: Tx,
  task: string,
  payload: Record<string, unknown>,
  options: JobOptions = {},
): Promise<void> {
  await tx.execute(sql`select toguna_add_job(${task}, ${JSON.stringify(payload)}::json, ${(options.runAt ?? null)?.toISOString() ?? null}::timestamptz,
    ${options.maxAttempts ?? 25}, ${options.key ?? null}, ${options.priority ?? 0})`);
}
