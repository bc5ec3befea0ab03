// How many addresses lie in a set of ranges, and in two sets at once; ranges may lie in each other. Pure.
import { addressToBigInt, parsePrefix } from "../../platform/addresses/index.ts";

/** From the first to the last address, both in it. */
export interface Range {
  first: bigint;
  last: bigint;
}

/** The range of "203.0.113.0/26"; undefined for what is none. */
export function rangeOf(prefix: string): (Range & { version: 4 | 6 }) | undefined {
  const parsed = parsePrefix(prefix);
  if (!parsed) return undefined;
  const first = addressToBigInt(parsed);
  const bits = parsed.version === 4 ? 32 : 128;
  return { version: parsed.version, first, last: first + (1n << BigInt(bits - parsed.length)) - 1n };
}

/** The same addresses as ranges that neither touch nor overlap, in order. */
export function unionOf(ranges: readonly Range[]): Range[] {
  const union: Range[] = [];
  for (const range of [...ranges].sort((one, other) =>
    one.first < other.first ? -1 : one.first > other.first ? 1 : 0,
  )) {
    const before = union.at(-1);
    if (before && range.first <= before.last + 1n) {
      if (range.last > before.last) before.last = range.last;
    } else union.push({ first: range.first, last: range.last });
  }
  return union;
}

/** The addresses that are in both; each argument as `unionOf` gives it. */
export function commonOf(one: readonly Range[], other: readonly Range[]): Range[] {
  const common: Range[] = [];
  for (let left = 0, right = 0; left < one.length && right < other.length; ) {
    const a = one[left];
    const b = other[right];
    if (!a || !b) break;
    const first = a.first > b.first ? a.first : b.first;
    const last = a.last < b.last ? a.last : b.last;
    if (first <= last) common.push({ first, last });
    if (a.last < b.last) left++;
    else right++;
  }
  return common;
}

/** How many; for IPv6 in networks of /64 (a part of one counts as one). */
export function sizeOf(ranges: readonly Range[], version: 4 | 6): number {
  const shift = version === 4 ? 0n : 64n;
  return Number(ranges.reduce((sum, { first, last }) => sum + ((last >> shift) - (first >> shift) + 1n), 0n));
}
