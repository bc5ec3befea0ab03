// Prefixes in one open-addressing table; small masks, by the first bits of an address, say which lengths can exist there.
import type { Prefix } from "#backend/platform/addresses/index.ts";
import type { AttributionClaim } from "./claim.ts";

export interface PrefixTable {
  add(prefix: Prefix, claim: AttributionClaim): void;
  remove(prefix: Prefix, claim: AttributionClaim): void;
  /** Appends the claims of every prefix around an address (four words; v4 in the last) held at `at`, longest prefix first. */
  collect(a: number, b: number, c: number, d: number, longest: number, at: number, into: AttributionClaim[]): void;
}

/**
 * Lengths from `from` on are looked for only where some prefix of such a length shares the first `from` bits (by a hash of
 * them): nearly every probe then finds something. Tiers are asked from the longest lengths down.
 */
interface Tier {
  from: number;
  /** 32-bit words of mask for a bucket, and the number of buckets, a power of two. */
  words: number;
  buckets: number;
  masks: Uint32Array;
}

/** First bits and buckets: routed and assigned lengths fall apart about evenly. 4 to 8 MB a table. */
const tierShapes: Record<4 | 6, [from: number, words: number, buckets: number][]> = {
  4: [
    [24, 1, 1 << 20],
    [20, 1, 1 << 19],
    [16, 1, 1 << 16],
    [1, 1, 1],
  ],
  6: [
    [64, 3, 1 << 18],
    [48, 1, 1 << 19],
    [32, 1, 1 << 18],
    [1, 1, 1],
  ],
};

/** Numbers of one slot: length × 2^32 + hash (v4: the prefix itself), held from, held until, unused; 32 bytes, half a cache line. */
const rowNumbers = 4;
const emptyCode = -1;
const twoTo32 = 4294967296;

function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The word's first bits kept: `bits` from 0 to 32, less and more allowed. */
function keep(word: number, bits: number): number {
  return bits <= 0 ? 0 : bits >= 32 ? word : (word & (0xffffffff << (32 - bits))) >>> 0;
}

function emptySlots(count: number): (AttributionClaim[] | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}

function emptyRows(count: number): Float64Array {
  return new Float64Array(count * rowNumbers).fill(emptyCode);
}

/** A table for one version of the protocol. `add` and `remove` take effect at once; lookups never wait. */
export function createPrefixTable(version: 4 | 6): PrefixTable {
  const keyWords = version === 4 ? 1 : 4;
  const tiers: Tier[] = tierShapes[version].map(([from, words, buckets]) => ({
    from,
    words,
    buckets,
    masks: new Uint32Array(words * buckets),
  }));
  let everything: AttributionClaim[] = [];
  let capacity = 1024;
  let used = 0;
  let rows = emptyRows(capacity);
  let keys = new Uint32Array(capacity * keyWords);
  let lists = emptySlots(capacity);

  /** Slot of a masked prefix, or the free slot where it would stand. */
  const slot4 = (d: number, length: number): number => {
    const wanted = length * twoTo32 + d;
    let slot = mix(d ^ Math.imul(length, 0x27d4eb2f)) & (capacity - 1);
    for (;;) {
      const code = rows[slot * rowNumbers];
      if (code === wanted || code === emptyCode) return slot;
      slot = (slot + 1) & (capacity - 1);
    }
  };
  const slot6 = (a: number, b: number, c: number, d: number, length: number): number => {
    const hash = mix(a ^ mix(b ^ mix(c ^ mix(d ^ Math.imul(length, 0x27d4eb2f)))));
    const wanted = length * twoTo32 + hash;
    let slot = hash & (capacity - 1);
    for (;;) {
      const code = rows[slot * rowNumbers];
      if (code === emptyCode) return slot;
      const key = slot * 4;
      if (code === wanted && keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d)
        return slot;
      slot = (slot + 1) & (capacity - 1);
    }
  };
  const slotOf = (a: number, b: number, c: number, d: number, length: number) =>
    version === 4 ? slot4(d, length) : slot6(a, b, c, d, length);

  const bucketOf = (tier: Tier, a: number, b: number, d: number): number => {
    if (tier.buckets === 1) return 0;
    const first = version === 4 ? keep(d, tier.from) : tier.from <= 32 ? a : mix(a) ^ keep(b, tier.from - 32);
    return (mix(first) & (tier.buckets - 1)) * tier.words;
  };

  /** NaN, which compares false with everything, sends the question to the list. */
  const keepDates = (slot: number, list: readonly AttributionClaim[]) => {
    const [only, second] = list;
    const isSingle = only !== undefined && second === undefined;
    rows[slot * rowNumbers + 1] = isSingle ? (only.heldFrom ?? Number.NEGATIVE_INFINITY) : Number.NaN;
    rows[slot * rowNumbers + 2] = isSingle ? (only.heldUntil ?? Number.POSITIVE_INFINITY) : Number.NaN;
  };

  const place = (a: number, b: number, c: number, d: number, length: number, list: AttributionClaim[]) => {
    const slot = slotOf(a, b, c, d, length);
    const hash = version === 4 ? d : mix(a ^ mix(b ^ mix(c ^ mix(d ^ Math.imul(length, 0x27d4eb2f)))));
    rows[slot * rowNumbers] = length * twoTo32 + hash;
    if (version === 4) keys[slot] = d;
    else keys.set([a, b, c, d], slot * 4);
    lists[slot] = list;
    keepDates(slot, list);
    used++;
  };

  const grow = () => {
    const [oldKeys, oldLists, oldRows] = [keys, lists, rows];
    // Emptied slots are dropped here, so that coming and going claims do not grow the table.
    const living = oldLists.reduce((count, list) => count + (list === undefined || list.length === 0 ? 0 : 1), 0);
    if (living * 4 >= capacity) capacity *= 2;
    used = 0;
    rows = emptyRows(capacity);
    keys = new Uint32Array(capacity * keyWords);
    lists = emptySlots(capacity);
    for (const [slot, list] of oldLists.entries()) {
      if (list === undefined || list.length === 0) continue;
      const key = Array.from(oldKeys.subarray(slot * keyWords, (slot + 1) * keyWords));
      const [a = 0, b = 0, c = 0, d = 0] = version === 4 ? [0, 0, 0, ...key] : key;
      place(a, b, c, d, Math.floor((oldRows[slot * rowNumbers] ?? 0) / twoTo32), list);
    }
  };

  return {
    add({ words: [a, b, c, d], length }, claim) {
      if (length === 0) {
        everything.push(claim);
        return;
      }
      if (used * 2 >= capacity) grow();
      const slot = slotOf(a, b, c, d, length);
      const list = lists[slot];
      if (list === undefined) place(a, b, c, d, length, [claim]);
      else {
        list.push(claim);
        keepDates(slot, list);
      }
      const tier = tiers.find((one) => length >= one.from);
      if (tier === undefined) return;
      const bit = length - tier.from;
      const word = bucketOf(tier, a, b, d) + (bit >>> 5);
      tier.masks[word] = ((tier.masks[word] ?? 0) | (1 << (bit & 31))) >>> 0;
    },
    remove({ words: [a, b, c, d], length }, claim) {
      if (length === 0) {
        everything = everything.filter((other) => other !== claim);
        return;
      }
      const slot = slotOf(a, b, c, d, length);
      const list = lists[slot];
      const at = list?.indexOf(claim) ?? -1;
      // The slot stays, empty, so that probing past it still finds its neighbours; the next growth drops it.
      if (list === undefined || at < 0) return;
      list.splice(at, 1);
      keepDates(slot, list);
    },
    collect(a, b, c, d, longest, at, into) {
      for (const tier of tiers) {
        const bucket = bucketOf(tier, a, b, d);
        for (let word = tier.words - 1; word >= 0; word--) {
          let bits = tier.masks[bucket + word] ?? 0;
          while (bits !== 0) {
            const top = 31 - Math.clz32(bits);
            bits ^= 1 << top;
            const length = tier.from + word * 32 + top;
            if (length > longest) continue;
            const slot =
              version === 4
                ? slot4(keep(d, length), length)
                : slot6(keep(a, length), keep(b, length - 32), keep(c, length - 64), keep(d, length - 96), length);
            if (rows[slot * rowNumbers] === emptyCode) continue;
            const from = rows[slot * rowNumbers + 1] ?? Number.NaN;
            if (from > at || (rows[slot * rowNumbers + 2] ?? Number.NaN) <= at) continue;
            const list = lists[slot] ?? [];
            const only = from <= at ? list[0] : undefined;
            if (only === undefined) collectHeld(list, at, into);
            else into.push(only);
          }
        }
      }
      if (everything.length > 0) collectHeld(everything, at, into);
    },
  };
}

/** Appends those held at `at`; of one prefix's claims the one that began last comes first. */
export function collectHeld(list: readonly AttributionClaim[], at: number, into: AttributionClaim[]): void {
  const first = into.length;
  for (let i = 0; i < list.length; i++) {
    const claim = list[i];
    if (claim === undefined) continue;
    if (claim.heldFrom !== null && claim.heldFrom > at) continue;
    if (claim.heldUntil !== null && at >= claim.heldUntil) continue;
    into.push(claim);
    const from = claim.heldFrom ?? Number.NEGATIVE_INFINITY;
    for (let place = into.length - 1; place > first; place--) {
      const before = into[place - 1];
      if (before === undefined || (before.heldFrom ?? Number.NEGATIVE_INFINITY) >= from) break;
      into[place - 1] = claim;
      into[place] = before;
    }
  }
}
