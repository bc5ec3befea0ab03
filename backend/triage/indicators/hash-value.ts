// The quick way from a value in normal form to its fingerprint: no strings are made, so ruling a value out costs little more than reading it.
import { parseIpv4, parseIpv6Into } from "#backend/platform/addresses/index.ts";
import { type ObservableKind, observableKinds } from "../model.ts";
import type { Hasher } from "./fingerprint.ts";
import { spaces } from "./keys.ts";

const spaceOfKind = Object.fromEntries(observableKinds.map((kind, index) => [kind, index])) as Record<
  ObservableKind,
  number
>;
const words: [number, number, number, number] = [0, 0, 0, 0];
/** 1 for a fragment's mark, a user's, and capital letters. */
const oddInUrl = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 35 || byte === 64 || (byte >= 65 && byte <= 90) ? 1 : 0,
);

/** Cryptographic hashes are random already: 16 of their digits say as much as all. The record decides on a hit. */
export const hashDigits = 16;

/** A v4 prefix in normal form; v6 ones and "first-last" ranges go the long way. */
function hashPrefix(hasher: Hasher, value: string): boolean {
  let slash = value.length - 1;
  while (slash > 0 && value.charCodeAt(slash) !== 47) slash--;
  const number = parseIpv4(value, 0, slash);
  const digits = value.length - slash - 1;
  if (number < 0 || digits < 1 || digits > 2) return false;
  const tens = digits === 2 ? (value.charCodeAt(slash + 1) - 48) * 10 : 0;
  const bits = tens + value.charCodeAt(value.length - 1) - 48;
  if (bits < (digits === 2 ? 10 : 0) || bits > 32 || number % 2 ** (32 - bits) !== 0) return false;
  hasher.words(spaces.prefix4, bits, 0, 0, 0, number);
  return true;
}

/**
 * Puts the fingerprint of the value's own key into `hasher.last`, the same as by `keysOfKnown` and `hashKey`.
 * False for values whose key takes more work (ranges, v6 prefixes, URLs with a user or a fragment): the caller goes the long way.
 */
export function hashValue(hasher: Hasher, kind: ObservableKind, value: string): boolean {
  const space = spaceOfKind[kind];
  const { length } = value;
  switch (kind) {
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512":
      hasher.text(space, value, 0, length < hashDigits ? length : hashDigits);
      return true;
    case "ipv4": {
      const number = parseIpv4(value);
      if (number >= 0) hasher.words(spaces.prefix4, 32, 0, 0, 0, number);
      return number >= 0;
    }
    case "ipv6":
      if (!parseIpv6Into(value, words)) return false;
      hasher.words(spaces.prefix6, 128, words[0], words[1], words[2], words[3]);
      return true;
    case "cidr":
      return hashPrefix(hasher, value);
    case "url": {
      const size = hasher.load(value);
      if (size < 0) return false;
      const { bytes } = hasher;
      // Normal form: the scheme is short and the host in lower case.
      let start = 3;
      while (start < size && start < 12 && bytes[start] !== 58) start++;
      if (bytes[start] !== 58 || bytes[start + 2] !== 47) return false;
      const odd = oddInUrl;
      for (let at = start + 3; at < size; at++) if (odd[bytes[at] ?? 0] !== 0) return false;
      hasher.loaded(space, start + 3, bytes[size - 1] === 47 ? size - 1 : size);
      return true;
    }
    case "asn":
    case "short_code":
    case "cve":
    case "domain":
    case "email":
    case "file_name":
    case "handle":
    case "iban":
    case "mac":
    case "payment_reference":
    case "phone":
    case "user_agent":
    case "wallet":
      hasher.text(space, value, 0, length);
      return true;
  }
}
