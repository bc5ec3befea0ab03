// Receipts of things that are no reports (a complaint, say): the same digits, the same key, the same limits on guessing.
import { timingSafeEqual } from "node:crypto";
import type { Context } from "../../platform/context/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { sourceOf } from "../limits.ts";
import { memoryOf } from "../memory.ts";
import type { Visitor } from "../model.ts";
import { deriveSecret, drawLocator, hmacSecret, locatorLengths } from "./derive-secret.ts";
import { formatReceipt, parseReceipt } from "./model.ts";

/** Wrong tries of one source within a quarter of an hour, shared with the receipts of reports. */
const mostTries = 10;
/** Things that one source hands in within an hour. */
const mostHandedIn = 20;

export interface OtherReceipt {
  digits: string;
  locator: string;
  secretHmac: Buffer;
}

/**
 * Receipts to try in turn until one's locator is free: they grow longer, so that one always is. `kind` keeps the keys of different things apart.
 * @param seed of the page that was sent, where a second sending is to give the same digits; absent, the digits are drawn.
 */
export function* drawReceipts(ctx: Pick<Context, "secrets">, kind: string, seed?: string): Generator<OtherReceipt> {
  for (const length of locatorLengths) {
    const locator = drawLocator(length);
    const secret = deriveSecret(ctx.secrets, seed);
    yield {
      digits: formatReceipt({ locator, secret }),
      locator,
      secretHmac: hmacSecret(ctx.secrets, `${kind}:${locator}`, secret),
    };
  }
}

/** @throws AppError too_many_requests for a source that hands in very much. */
export function admitSource(ctx: Context, visitor: Visitor): void {
  const { reports } = memoryOf(ctx);
  const nowMs = ctx.now().getTime();
  if (reports.add(sourceOf(visitor.address), nowMs) > (visitor.isExempt ? mostHandedIn * 10 : mostHandedIn))
    throw new AppError(
      "too_many_requests",
      "Very much was handed in from this connection. Wait a while, then try again.",
      {
        retryAfterSeconds: reports.waitMs(nowMs) / 1000,
      },
    );
}

/**
 * What `find` gives for the digits' locator, if their secret is right; undefined otherwise, at the same cost.
 * @throws AppError too_many_requests after ten wrong tries.
 */
export async function matchReceipt<Found extends { secretHmac: Buffer }>(
  ctx: Context,
  kind: string,
  digits: string,
  visitor: Visitor,
  find: (locator: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const receipt = parseReceipt(digits);
  if (typeof receipt === "string") return undefined;
  const { receiptTries } = memoryOf(ctx);
  const source = sourceOf(visitor.address);
  const nowMs = ctx.now().getTime();
  if (receiptTries.add(source, nowMs) > (visitor.isExempt ? mostTries * 10 : mostTries))
    throw new AppError("too_many_requests", "Too many wrong receipts were tried. Wait a while, then try again.", {
      retryAfterSeconds: receiptTries.waitMs(nowMs) / 1000,
    });
  const found = await find(receipt.locator);
  const hmac = hmacSecret(ctx.secrets, `${kind}:${receipt.locator}`, receipt.secret);
  if (!timingSafeEqual(found?.secretHmac ?? Buffer.alloc(32), hmac) || !found) return undefined;
  receiptTries.add(source, nowMs, -1);
  return found;
}
