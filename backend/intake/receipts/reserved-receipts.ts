// Receipts that are printed before there is a report: drawn and kept as every receipt is, and given to their report when the paper comes back.
import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { memoryOf } from "../memory.ts";
import { deriveSecret, drawLocator, hmacSecret, locatorLengths } from "./derive-secret.ts";
import { checkDigit, formatReceipt, parseReceipt } from "./model.ts";

export interface ReservedReceipt {
  /** As a person reads them; they stand on the paper and nowhere else. */
  digits: string;
  locator: string;
  secretHmac: Buffer;
}

/** To try in turn until one's locator is free, as when a report comes in. */
export function* drawReserved(ctx: Pick<Context, "secrets">): Generator<ReservedReceipt> {
  for (const length of locatorLengths) {
    const locator = drawLocator(length);
    const secret = deriveSecret(ctx.secrets, undefined);
    yield {
      digits: formatReceipt({ locator, secret }),
      locator,
      secretHmac: hmacSecret(ctx.secrets, locator, secret),
    };
  }
}

/** The number that both halves of a slip bear: the locator with a check digit. It finds the slip and opens nothing. */
export function slipNumberOf(locator: string): string {
  return `${locator}${checkDigit(locator)}`;
}

/** The locator that was typed: a slip's number, or all the digits of its receipt; undefined where a digit is wrong. */
export function locatorIn(typed: string): string | undefined {
  const receipt = parseReceipt(typed);
  if (typeof receipt !== "string") return receipt.locator;
  const digits = typed.normalize("NFKC").replace(/[\s\p{Pd}.]+/gu, "");
  return /^[0-9]{7,10}$/.test(digits) && checkDigit(digits) === "0" ? digits.slice(0, -1) : undefined;
}

/** What is kept of a secret from then on: argon2id over the quick HMAC. */
export async function sealReserved(ctx: Context, secretHmac: Buffer): Promise<string> {
  return await memoryOf(ctx).hashPool.hash(secretHmac);
}

/** Whether digits are those whose hash is kept; at the same cost where there is none. */
export async function matchesReserved(
  ctx: Context,
  digits: string,
  kept: { secretHmac: Buffer | null; secretArgon2: string | null } | undefined,
): Promise<boolean> {
  const receipt = parseReceipt(digits);
  if (typeof receipt === "string") return false;
  const hmac = hmacSecret(ctx.secrets, receipt.locator, receipt.secret);
  const isSealedRight = await memoryOf(ctx).hashPool.verify(hmac, kept?.secretArgon2 ?? undefined);
  const isFreshRight = timingSafeEqual(kept?.secretHmac ?? Buffer.alloc(32), hmac);
  return kept !== undefined && (isSealedRight || isFreshRight);
}

/** In the transaction that takes the report in: its receipt becomes the one on the paper. */
export async function giveReserved(
  tx: Tx,
  reportId: string,
  slip: { locator: string; secretHmac: Buffer | null; secretArgon2: string | null },
): Promise<void> {
  await tx.execute(sql`update receipts set locator = ${slip.locator}, secret_hmac = ${slip.secretHmac}::bytea, secret_argon2 = ${slip.secretArgon2}
    where report_id = ${reportId}`);
}
