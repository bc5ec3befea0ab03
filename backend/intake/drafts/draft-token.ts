// Names of drafts: a random token in a cookie, digits and a PIN for another device; the database knows only keyed hashes of them.
import { createHmac, randomBytes, randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { checkDigit } from "../receipts/model.ts";

export const draftLifeMs = 14 * 86_400_000;

export function newDraftToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Ten digits, the last one a check digit. */
export function newMoveDigits(): string {
  const digits = randomDigits(9);
  return digits + checkDigit(digits);
}

export function randomDigits(length: number): string {
  return Array.from({ length }, () => String(randomInt(10))).join("");
}

export function hashForDrafts(ctx: Context, kind: "token" | "digits" | "pin" | "move", text: string): Buffer {
  return createHmac("sha256", ctx.secrets.derive("receipt-key", "drafts")).update(`${kind}:${text}`).digest();
}

/**
 * A transaction on drafts. It writes no log row on purpose: a draft belongs to nobody yet, and rows at each Continue would tie what
 * was typed to the report that follows it.
 */
export async function withDrafts<Result>(ctx: Context, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  // oxlint-disable-next-line toguna/mutation-guards -- see above; the verbs ask for permission themselves
  return await withTransaction(ctx, work, "intake");
}

/** Removes drafts whose time is over. @returns how many. */
export async function dropExpiredDrafts(ctx: Context): Promise<number> {
  return await withDrafts(ctx, async (tx) => {
    const rows = await tx.execute(
      sql`delete from drafts where expires_at <= ${ctx.now().toISOString()}::timestamptz returning 1`,
    );
    return rows.length;
  });
}
