// Long passphrases, for people whose passkey cannot derive keys: judged, made, and written the same way whatever keyboard typed them.

/** argon2id as RFC 9106 §4 recommends where memory is short: 64 MiB, three passes, four lanes. */
export const passphraseCost = { m: 65_536, t: 3, p: 4, dkLen: 32, version: 0x13 } as const;

const fewestCharacters = 20;
const fewestWords = 6;
/** Crockford's letters: none is taken for another. */
const letters = "0123456789abcdefghjkmnpqrstvwxyz";

/** One form for the same phrase: compatible characters, single spaces. */
export function normalisePassphrase(typed: string): string {
  return typed.normalize("NFKC").trim().replaceAll(/\s+/gu, " ");
}

/** At least six words, twenty characters and nine different ones. */
export function isLongPassphrase(typed: string): boolean {
  const phrase = normalisePassphrase(typed);
  const isVaried = new Set(phrase.toLowerCase()).size >= 9 && new Set(phrase.split(" ")).size >= fewestWords;
  return Array.from(phrase).length >= fewestCharacters && isVaried;
}

/** Six random words of four letters: 120 bits. */
export function makePassphrase(): string {
  const drawn = crypto.getRandomValues(new Uint8Array(24));
  const text = [...drawn].map((byte) => letters[byte % 32]).join("");
  const phrase = text.match(/.{4}/g)?.join(" ") ?? text;
  return isLongPassphrase(phrase) ? phrase : makePassphrase();
}
