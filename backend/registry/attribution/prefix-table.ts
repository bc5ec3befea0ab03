// Prefixes in one open-addressing table; a mask for each /16 (v4) or hashed /32 (v6) says which lengths exist there, so a lookup probes those only.
import type { Prefix } from "#backend/platform/addresses/index.ts";
import type { AttributionClaim } from "./claim.ts";

export interface PrefixTable {
  add(prefix: Prefix, claim: AttributionClaim): void;
  remove(prefix: Prefix, claim: AttributionClaim): void;
  /** Appends the claims of every prefix around an address (four words; v4 in the last) that `isHeld` accepts, longest prefix first. */
  collect(a: number, b: number, c: number, d: number, length: number, at: number, into: AttributionClaim[]): void;
}

const buckets = 1 << 16;

function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hash(a: number, b: number, c: number, d: number, length: number): number {
  return mix(mix(mix(a ^ Math.imul(b, 0x9e3779b1)) ^ c ^ Math.imul(length, 0x27d4eb2f)) ^ d);
}

/** The word's first bits kept: `bits` from 0 to 32. */
function keep(word: number, bits: number): number {
  return bits <= 0 ? 0 : bits >= 32 ? word : (word & (0xffffffff << (32 - bits))) >>> 0;
}

function emptySlots(count: number): (AttributionClaim[] | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}

/** A table for one version of the protocol. `add` and `remove` take effect at once; lookups never wait. */
export function createPrefixTable(version: 4 | 6): PrefixTable {
  const full = version === 4 ? 32 : 128;
  // Lengths below `split` are few and kept in one mask for all; longer ones by bucket of the first `split` bits.
  const split = version === 4 ? 16 : 32;
  const maskWords = full / 32;
  const shared = new Uint32Array(maskWords);
  const masks = new Uint32Array(buckets * maskWords);
  let hasEmptyPrefix = false;
  let capacity = 1024;
  let used = 0;
  let keys = new Uint32Array(capacity * 5);
  let lists = emptySlots(capacity);

  const bucketOf = (a: number, d: number) => (version === 4 ? d >>> 16 : mix(a) & (buckets - 1));

  const slotOf = (a: number, b: number, c: number, d: number, length: number): number => {
    let slot = hash(a, b, c, d, length) & (capacity - 1);
    for (;;) {
      if (lists[slot] === undefined) return slot;
      const key = slot * 5;
      if (
        keys[key + 3] === d &&
        keys[key + 4] === length &&
        keys[key] === a &&
        keys[key + 1] === b &&
        keys[key + 2] === c
      )
        return slot;
      slot = (slot + 1) & (capacity - 1);
    }
  };

  const place = (a: number, b: number, c: number, d: number, length: number, list: AttributionClaim[]) => {
    const slot = slotOf(a, b, c, d, length);
    keys.set([a, b, c, d, length], slot * 5);
    lists[slot] = list;
    used++;
  };

  const grow = () => {
    const [oldKeys, oldLists] = [keys, lists];
    // Emptied slots are dropped here, so that coming and going claims do not grow the table.
    const living = oldLists.reduce((count, list) => count + (list === undefined || list.length === 0 ? 0 : 1), 0);
    if (living * 4 >= capacity) capacity *= 2;
    used = 0;
    keys = new Uint32Array(capacity * 5);
    lists = emptySlots(capacity);
    for (const [slot, list] of oldLists.entries()) {
      if (list === undefined || list.length === 0) continue;
      const [a = 0, b = 0, c = 0, d = 0, length = 0] = oldKeys.subarray(slot * 5, slot * 5 + 5);
      place(a, b, c, d, length, list);
    }
  };

  const setBit = (target: Uint32Array, base: number, length: number) => {
    const word = base + ((length - 1) >>> 5);
    target[word] = ((target[word] ?? 0) | (1 << ((length - 1) & 31))) >>> 0;
  };

  return {
    add({ words: [a, b, c, d], length }, claim) {
      if (used * 2 >= capacity) grow();
      const list = lists[slotOf(a, b, c, d, length)];
      if (list !== undefined) list.push(claim);
      else place(a, b, c, d, length, [claim]);
      if (length === 0) hasEmptyPrefix = true;
      else if (length < split) setBit(shared, 0, length);
      else setBit(masks, bucketOf(a, d) * maskWords, length);
    },
    remove({ words: [a, b, c, d], length }, claim) {
      const list = lists[slotOf(a, b, c, d, length)];
      const at = list?.indexOf(claim) ?? -1;
      // The slot stays, empty, so that probing past it still finds its neighbours; the next growth drops it.
      if (at >= 0) list?.splice(at, 1);
    },
    collect(a, b, c, d, longest, at, into) {
      const bucket = bucketOf(a, d) * maskWords;
      for (let word = maskWords - 1; word >= 0; word--) {
        let bits = ((masks[bucket + word] ?? 0) | (shared[word] ?? 0)) >>> 0;
        const room = longest - word * 32;
        if (room < 32) bits = room <= 0 ? 0 : bits & (0xffffffff >>> (32 - room));
        while (bits !== 0) {
          const top = 31 - Math.clz32(bits);
          bits ^= 1 << top;
          const length = word * 32 + top + 1;
          const list =
            version === 4
              ? lists[slotOf(0, 0, 0, keep(d, length), length)]
              : lists[
                  slotOf(keep(a, length), keep(b, length - 32), keep(c, length - 64), keep(d, length - 96), length)
                ];
          if (list !== undefined) collectHeld(list, at, into);
        }
      }
      if (hasEmptyPrefix) collectHeld(lists[slotOf(0, 0, 0, 0, 0)] ?? [], at, into);
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
    let place = into.length;
    const from = claim.heldFrom ?? Number.NEGATIVE_INFINITY;
    while (place > first && (into[place - 1]?.heldFrom ?? Number.NEGATIVE_INFINITY) < from) place--;
    if (place === into.length) into.push(claim);
    else into.splice(place, 0, claim);
  }
}
