// Repeats: the same key with the same body gets the same answer, byte for byte; another body under the same key is refused.
import { createHash, createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { canonicalJson } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { StoredFile, SubmitReport, SubmittedReport } from "./model.ts";
import { formatReceipt } from "./receipts/model.ts";

/** A key within its scope: two senders may use the same word. `seed` makes the receipt's secret. */
export interface Repeat {
  keyHash: Buffer;
  /** What is kept of the body: under the sender's key, which is kept nowhere, so that nobody can try out names against it. */
  bodyHash: Buffer;
  /** As it was kept before. */
  olderBodyHash: Buffer;
  seed: string;
}

interface KeptAnswer extends Omit<SubmittedReport, "receipt"> {
  locator: string;
}

/** @throws AppError invalid_input for a key that is not 1 to 255 visible ASCII characters. */
export function readRepeat(ctx: Context, key: string, input: SubmitReport, files: readonly StoredFile[]): Repeat {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError("invalid_input", "The Idempotency-Key header needs a change.", {
      fields: [{ path: "Idempotency-Key", message: "Expected 1 to 255 visible ASCII characters, best a random UUID." }],
    });
  // A retry may have computed a new proof of work; everything else must be the same.
  const { proofOfWork: _proof, ...body } = input;
  const listed = files.map(({ name, mediaType, sha256, size }) => ({ name, mediaType, sha256, size }));
  // What the system takes in is the same by its key alone: a mail is read again after a crash, perhaps by a newer reader.
  const isOwn = ctx.actor.kind === "system";
  const olderBodyHash = createHash("sha256")
    .update(isOwn ? "" : canonicalJson({ body, files: listed }))
    .digest();
  const scoped = `${scopeOf(ctx)}\n${key}`;
  const keyHash = createHmac("sha256", ctx.secrets.derive("receipt-key", "idempotency-key")).update(scoped).digest();
  const bodyHash = createHmac("sha256", scoped).update(olderBodyHash).digest();
  // A stranger who guesses a key learns nothing: without the very same body the secret is another one.
  const seed = isOwn ? systemSeed(key) : `${scoped}\n${olderBodyHash.toString("hex")}`;
  return { keyHash, bodyHash, olderBodyHash, seed };
}

/** The seed of a report that the system itself took in (a mail), so that its receipt can be written again. */
export function systemSeed(key: string): string {
  return `system\n${key}`;
}

function scopeOf({ actor }: Context): string {
  switch (actor.kind) {
    case "api_key":
      return `key:${actor.keyId}`;
    case "person":
      return `person:${actor.personId}`;
    case "system":
      return "system";
    case "reporter":
    case "anonymous":
      return "anyone";
  }
}

/** The answer that was given under this key, or undefined. @throws AppError conflict when the body was another one. */
export async function findAnswer(ctx: Context, repeat: Repeat, secret: string): Promise<SubmittedReport | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ body_hash: Buffer; answer: KeptAnswer | null }>(
        sql`select body_hash, answer from idempotency_keys where key_hash = ${repeat.keyHash}`,
      ),
    "intake",
  );
  if (!row) return undefined;
  if (!row.body_hash.equals(repeat.bodyHash) && !row.body_hash.equals(repeat.olderBodyHash))
    throw new AppError("conflict", "This Idempotency-Key was already used with another report.", {
      words: "refusals.key_reused",
      fields: [{ path: "Idempotency-Key", message: "Expected a new key for a new report." }],
    });
  if (row.answer === null) throw new Error("an idempotency key was committed without its answer");
  const { reference, locator, receivedAt, status, isHeld } = row.answer;
  return { reference, receipt: formatReceipt({ locator, secret }), receivedAt, status, isHeld };
}

/** Takes the key for a report; waits for another transaction that is taking it. False when that one came first. */
export async function claimKey(tx: Tx, repeat: Repeat, reportId: string, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`insert into idempotency_keys (key_hash, body_hash, report_id, created_at)
    values (${repeat.keyHash}, ${repeat.bodyHash}, ${reportId}, ${now.toISOString()}::timestamptz) on conflict (key_hash) do nothing returning report_id`);
  return rows.length > 0;
}

export async function keepAnswer(tx: Tx, repeat: Repeat, locator: string, answer: SubmittedReport): Promise<void> {
  const { receipt: _receipt, ...rest } = answer;
  await tx.execute(
    sql`update idempotency_keys set answer = ${JSON.stringify({ ...rest, locator })}::jsonb where key_hash = ${repeat.keyHash}`,
  );
}
