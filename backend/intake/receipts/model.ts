// The digits of a receipt: how they are grouped, read back and checked. Pure; the portal may use it to say that a digit is mistyped.

/** Digits of the secret part. The locator before it has 6 to 9; one check digit ends the number. */
export const secretDigits = 13;
const shortestLocator = 6;
const longestLocator = 9;

/** A receipt taken apart. The locator finds the report, the secret opens it. */
export interface ReceiptDigits {
  locator: string;
  secret: string;
}

// Damm's quasigroup of order 10 (H. M. Damm, 2004): catches every wrong digit and every swap of neighbours.
const damm = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
].map((row) => row.split("").map(Number));

/** The check digit of a text of digits. */
export function checkDigit(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = damm[interim]?.[Number(digit)] ?? 0;
  return String(interim);
}

/** The receipt as a person reads it: five groups; four digits each, the first ones five where the locator has grown. */
export function formatReceipt({ locator, secret }: ReceiptDigits): string {
  const digits = `${locator}${secret}`;
  return groupReceipt(`${digits}${checkDigit(digits)}`);
}

function groupReceipt(digits: string): string {
  const longGroups = digits.length - 20;
  const groups: string[] = [];
  for (let index = 0, at = 0; index < 5; index++) {
    const size = index < longGroups ? 5 : 4;
    groups.push(digits.slice(at, at + size));
    at += size;
  }
  return groups.join(" ");
}

/** Why typed digits are not a receipt: `length` (too few or many), `characters` (not digits), `check` (one is wrong or two are swapped). */
export type ReceiptFault = "length" | "characters" | "check";

/**
 * Reads what a person typed or read aloud. Spaces, dashes, dots and full-width digits are accepted; letters never stand for digits,
 * since O and 0 or З and 3 would guess. The length says how long the locator is.
 */
export function parseReceipt(typed: string): ReceiptDigits | ReceiptFault {
  if (typed.length > 200) return "length";
  const digits = typed.normalize("NFKC").replace(/[\s\p{Pd}\u200b-\u200f\u2060\ufeff._/,;:]+/gu, "");
  if (!/^[0-9]*$/.test(digits)) return "characters";
  const locatorLength = digits.length - secretDigits - 1;
  if (locatorLength < shortestLocator || locatorLength > longestLocator) return "length";
  if (checkDigit(digits) !== "0") return "check";
  return { locator: digits.slice(0, locatorLength), secret: digits.slice(locatorLength, -1) };
}
