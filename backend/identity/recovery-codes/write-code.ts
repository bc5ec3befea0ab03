// How a one-time code is written and read: sixteen characters without those that look alike; the first four find it, the rest prove it. Pure.

/** Crockford's base 32: no I, L, O, U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const codeCharacters = 16;
const selectorCharacters = 4;

export interface RecoveryCode {
  selector: string;
  /** 60 bits. */
  secret: string;
}

/** "7K2M-9QXR-0A4T-WB3C" of sixteen random bytes. */
export function writeCode(random: Uint8Array): string {
  const text = [...random.subarray(0, codeCharacters)].map((byte) => alphabet[byte % 32]).join("");
  return text.replaceAll(/(.{4})(?!$)/g, "$1-");
}

/** What was typed, with blanks, dashes, small letters and look-alikes; undefined when it can be no code. */
export function readCode(typed: string): RecoveryCode | undefined {
  const text = typed
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  if (text.length !== codeCharacters || !/^[0-9A-HJKMNP-TV-Z]+$/.test(text)) return undefined;
  return { selector: text.slice(0, selectorCharacters), secret: text.slice(selectorCharacters) };
}
