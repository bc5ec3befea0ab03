// Going on elsewhere: digits and a PIN carry a draft to another device, once, with few tries.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { memoryOf } from "../memory.ts";
import { checkDigit } from "../receipts/model.ts";
import { openDraftKey, openFromMove, sealDraftKey, type SealedDraft, sealForMove } from "./seal-draft.ts";
import { draftLifeMs, hashForDrafts, newDraftToken, newMoveDigits, randomDigits, withDrafts } from "./draft-token.ts";

const mostTries = 5;

/** Ten digits and a PIN of six that open the draft on another device. A second call makes new ones; the old no longer open. */
export async function moveDraft(ctx: Context, token: string): Promise<{ digits: string; pin: string }> {
  requirePermission(ctx, "report.submit");
  const digits = newMoveDigits();
  const pin = randomDigits(6);
  const phc = await memoryOf(ctx).hashPool.hash(hashForDrafts(ctx, "pin", `${digits}:${pin}`));
  const at = ctx.now();
  const [kept] = await withDrafts(
    ctx,
    async (tx) =>
      await tx.execute<SealedDraft>(
        sql`select sealed_answers, sealed_key from drafts where token_hash = ${hashForDrafts(ctx, "token", token)}`,
      ),
  );
  const carried = kept?.sealed_key
    ? await sealForMove(ctx, { digits, pin }, await openDraftKey(token, kept.sealed_key))
    : { salt: null, sealedKey: null };
  const moved = await withDrafts(
    ctx,
    async (tx) =>
      await tx.execute(sql`update drafts set elsewhere_hash = ${hashForDrafts(ctx, "digits", digits)}, elsewhere_pin = ${phc}, failed_tries = 0,
          elsewhere_key = ${carried.sealedKey}::bytea, elsewhere_salt = ${carried.salt}::bytea, expires_at = ${new Date(at.getTime() + draftLifeMs).toISOString()}::timestamptz
        where token_hash = ${hashForDrafts(ctx, "token", token)} and expires_at > ${at.toISOString()}::timestamptz returning 1`),
  );
  if (moved.length === 0) throw notFound("draft");
  return { digits, pin };
}

/**
 * A new token for the draft of these digits and this PIN; the device it came from no longer holds it, and the digits open it no more.
 * Undefined when they open none. @throws AppError too_many_requests after five wrong tries at the same digits, there or not.
 */
export async function openMovedDraft(ctx: Context, digits: string, pin: string): Promise<string | undefined> {
  requirePermission(ctx, "report.submit");
  const typed = justDigits(digits);
  const typedPin = justDigits(pin);
  if (!/^\d{10}$/.test(typed) || checkDigit(typed) !== "0" || !/^\d{6}$/.test(typedPin)) return undefined;
  const { draftTries, hashPool } = memoryOf(ctx);
  // Digits that belong to no draft are counted too, so that the answers do not tell which do. Digits and PIN together are one in 10^15.
  if (draftTries.add(typed, ctx.now().getTime()) > mostTries) throw tooManyTries();

  const digitsHash = hashForDrafts(ctx, "digits", typed);
  const at = ctx.now().toISOString();
  // The try is counted before the PIN is looked at, so that many at once do not share one count.
  const [row] = await withDrafts(
    ctx,
    async (tx) =>
      await tx.execute<{
        elsewhere_pin: string;
        elsewhere_key: Buffer | null;
        elsewhere_salt: Buffer | null;
        failed_tries: number;
      }>(sql`update drafts set failed_tries = failed_tries + 1
        where elsewhere_hash = ${digitsHash} and expires_at > ${at}::timestamptz returning elsewhere_pin, elsewhere_key, elsewhere_salt, failed_tries`),
  );
  const isRight = await hashPool.verify(hashForDrafts(ctx, "pin", `${typed}:${typedPin}`), row?.elsewhere_pin);
  if (row && row.failed_tries > mostTries) throw tooManyTries();
  if (!isRight) return undefined;
  const fresh = newDraftToken();
  const [salt, sealedKey] = [row?.elsewhere_salt, row?.elsewhere_key];
  const freshKey =
    salt && sealedKey
      ? await sealDraftKey(fresh, await openFromMove(ctx, { digits: typed, pin: typedPin }, { salt, sealedKey }))
      : null;
  const opened = await withDrafts(
    ctx,
    async (tx) =>
      await tx.execute(sql`update drafts set token_hash = ${hashForDrafts(ctx, "token", fresh)}, elsewhere_hash = null, elsewhere_pin = null,
        sealed_key = ${freshKey}::bytea, elsewhere_key = null, elsewhere_salt = null,
        failed_tries = 0 where elsewhere_hash = ${digitsHash} returning 1`),
  );
  return opened.length === 0 ? undefined : fresh;
}

function justDigits(typed: string): string {
  return typed
    .slice(0, 100)
    .normalize("NFKC")
    .replace(/[\s\p{Pd}.]+/gu, "");
}

function tooManyTries(): AppError {
  return new AppError(
    "too_many_requests",
    "Too many wrong tries. Wait a while, or make new digits on the first device.",
    { retryAfterSeconds: 900 },
  );
}
