// Reads and writes internet addresses and prefixes, v4 and v6, for every engine that compares them. Pure, runs in browsers.

/** An address as four 32-bit words, most significant first; a v4 address has its value in `words[3]` and zeros before. */
export interface Address {
  version: 4 | 6;
  words: [number, number, number, number];
}

export interface Prefix {
  version: 4 | 6;
  /** Host bits are zero. */
  words: [number, number, number, number];
  /** Prefix length in bits: 0 to 32, or 0 to 128. */
  length: number;
}

/**
 * Reads a dotted quad at its full length; -1 when it is none.
 * Leading zeros are refused: readers disagree whether they mean octal (RFC 6943, section 3.1.1).
 */
export function parseIpv4(text: string, start = 0, end = text.length): number {
  if (end - start < 7 || end - start > 15) return -1;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (octet < 0 || dots === 3) return -1;
      value = value * 256 + octet;
      octet = -1;
      dots++;
      continue;
    }
    if (code < 48 || code > 57 || octet === 0) return -1;
    octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
    if (octet > 255) return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

/** Value of a hexadecimal digit by its character code; 16 for every other character. */
const hexValues = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase());
  return value < 0 ? 16 : value;
});

/** Scratch for the groups of the address being read; reading is never interleaved. */
const groups = new Int32Array(8);

/** Reads a v6 address in any form of RFC 4291 section 2.2 (no zone) into `words`; false when it is none. */
export function parseIpv6Into(text: string, words: [number, number, number, number]): boolean {
  const { length } = text;
  if (length < 2 || length > 45) return false;
  let group = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  // The first colon of a leading "::" waits for its second.
  let i = text.charCodeAt(0) === 58 ? 1 : 0;
  if (i === 1 && text.charCodeAt(1) !== 58) return false;
  for (; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 58) {
      if (digits === 0) {
        if (gap >= 0 || i === 0) return false;
        gap = group;
      } else {
        if (group >= 8 || i + 1 === length) return false;
        groups[group++] = value;
        value = digits = 0;
      }
      continue;
    }
    if (code === 46) {
      const v4 = parseIpv4(text, i - digits, length);
      if (v4 < 0 || group > 6) return false;
      groups[group++] = v4 >>> 16;
      groups[group++] = v4 & 0xffff;
      digits = 0;
      break;
    }
    const digit = code < 128 ? (hexValues[code] ?? 16) : 16;
    if (digit === 16 || ++digits > 4) return false;
    value = (value << 4) | digit;
  }
  if (digits > 0) {
    if (group >= 8) return false;
    groups[group++] = value;
  }
  if (gap < 0 ? group !== 8 : group > 7) return false;
  if (gap >= 0) {
    const missing = 8 - group;
    for (let at = 7; at >= gap + missing; at--) groups[at] = groups[at - missing] ?? 0;
    groups.fill(0, gap, gap + missing);
  }
  words[0] = (((groups[0] ?? 0) << 16) | (groups[1] ?? 0)) >>> 0;
  words[1] = (((groups[2] ?? 0) << 16) | (groups[3] ?? 0)) >>> 0;
  words[2] = (((groups[4] ?? 0) << 16) | (groups[5] ?? 0)) >>> 0;
  words[3] = (((groups[6] ?? 0) << 16) | (groups[7] ?? 0)) >>> 0;
  return true;
}

/** Reads an address of either version; null when it is none. */
export function parseAddress(text: string): Address | null {
  const v4 = parseIpv4(text);
  if (v4 >= 0) return { version: 4, words: [0, 0, 0, v4] };
  const words: Address["words"] = [0, 0, 0, 0];
  return text.includes(":") && parseIpv6Into(text, words) ? { version: 6, words } : null;
}

/** `2001:db8::1` by RFC 5952: lower case, longest run of zeros shortened, v4-mapped addresses in mixed form. */
export function formatAddress({ version, words }: Address): string {
  if (version === 4) return formatIpv4(words[3]);
  if (words[0] === 0 && words[1] === 0 && words[2] === 0xffff) return `::ffff:${formatIpv4(words[3])}`;
  const parts = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  let bestStart = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let j = i;
    while (j < 8 && parts[j] === 0) j++;
    if (j - i > bestLength) {
      bestStart = i;
      bestLength = j - i;
    }
    if (j > i) i = j;
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  return bestStart < 0 ? hex(parts) : `${hex(parts.slice(0, bestStart))}::${hex(parts.slice(bestStart + bestLength))}`;
}

export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Mask of the word at `index` for a prefix length counted over 128 bits. */
function maskWord(index: number, length: number): number {
  const bits = Math.min(32, Math.max(0, length - index * 32));
  return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
}

/** The prefix of an address at a length; host bits are cleared. */
export function prefixOf({ version, words }: Address, length: number): Prefix {
  const over128 = version === 4 ? length + 96 : length;
  const masked = words.map((word, index) => (word & maskWord(index, over128)) >>> 0) as Address["words"];
  return { version, words: masked, length };
}

/** Reads "address/length" with zero host bits; null when it is none. A bare address is a prefix of full length. */
export function parsePrefix(text: string): Prefix | null {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const full = address.version === 4 ? 32 : 128;
  if (slash < 0) return { ...address, length: full };
  const digits = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > full) return null;
  const prefix = prefixOf(address, Number(digits));
  return prefix.words.every((word, index) => word === address.words[index]) ? prefix : null;
}

export function formatPrefix({ version, words, length }: Prefix): string {
  return `${formatAddress({ version, words })}/${length}`;
}

export function addressToBigInt({ words }: Address): bigint {
  return words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

export function addressFromBigInt(version: 4 | 6, value: bigint): Address {
  const word = (shift: bigint) => Number((value >> shift) & 0xffffffffn);
  return { version, words: [word(96n), word(64n), word(32n), word(0n)] };
}

/** The smallest set of prefixes that covers first to last (both inside), in order; at most 2 × 128. */
export function coverRange(first: Address, last: Address): Prefix[] {
  const bits = first.version === 4 ? 32 : 128;
  const prefixes: Prefix[] = [];
  let from = addressToBigInt(first);
  const to = addressToBigInt(last);
  while (from <= to) {
    let hostBits = 0;
    while (hostBits < bits) {
      const size = 1n << BigInt(hostBits + 1);
      if (from % size !== 0n || from + size - 1n > to) break;
      hostBits++;
    }
    prefixes.push({ ...addressFromBigInt(first.version, from), length: bits - hostBits });
    from += 1n << BigInt(hostBits);
  }
  return prefixes;
}
