// Secrets of receipts: derived from the idempotency key, so that a repeat gets the same digits and the digits are stored nowhere.
import { createHmac, hkdfSync, randomBytes, randomInt } from "node:crypto";
import type { Secrets } from "../../platform/secrets/index.ts";
import { secretDigits } from "./model.ts";

/** Locators that begin with 9 belong to another front door, which gives receipts before it reaches us. */
const foreignLocatorDigit = 9;

/**
 * The 13 digits of a secret (HKDF-SHA-256, RFC 5869). `seed` is the scoped idempotency key; without one they are random.
 * 128 derived bits are reduced modulo 10^13: the bias is below 2^-84.
 */
export function deriveSecret(secrets: Secrets, seed: string | undefined): string {
  const input = seed === undefined ? randomBytes(32) : Buffer.from(seed);
  const salt = secrets.derive("receipt-key", "receipt-secret");
  const bytes = Buffer.from(hkdfSync("sha256", input, salt, "toguna/receipt", 16));
  return (BigInt(`0x${bytes.toString("hex")}`) % 10n ** BigInt(secretDigits)).toString().padStart(secretDigits, "0");
}

/** What is kept of a secret: worth nothing without the installation's key. */
export function hmacSecret(secrets: Secrets, locator: string, secret: string): Buffer {
  return createHmac("sha256", secrets.derive("receipt-key", "receipt-hmac")).update(`${locator}:${secret}`).digest();
}

/** A random locator of a length from our own range, so that it tells neither order nor number of reports. */
export function drawLocator(length: number): string {
  const first = String(randomInt(foreignLocatorDigit));
  let rest = "";
  while (rest.length < length - 1) rest += String(randomInt(10));
  return first + rest;
}

/**
 * Lengths to try, one draw each. Six digits four times, then one more digit: at half full one receipt in sixteen is a digit longer,
 * at nine tenths two in three, so that the number grows by itself and nothing needs counting.
 */
export const locatorLengths: readonly number[] = [6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9];
