// Two 32-bit hashes of a key, computed in one pass without making strings: the resident form of an indicator.

export interface Fingerprint {
  /** 31 bits that pick the slot and the filter word. */
  slot: number;
  /** 32 signed bits (small integers are quick in V8), kept in the table; with the slot it tells keys apart to one false hit in some 2^32 lookups, which the record then rules out. */
  tag: number;
}

/** Hashes of one secret seed, so that a hostile feed cannot aim its values at one slot. */
export interface Hasher {
  /** Result of the last call; read it before the next one. */
  readonly last: Fingerprint;
  text(space: number, text: string, start: number, end: number): void;
  words(space: number, length: number, a: number, b: number, c: number, d: number): void;
}

/** Final mix of MurmurHash3 (public domain, A. Appleby): every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export function createHasher(seed: number): Hasher {
  const last: Fingerprint = { slot: 0, tag: 0 };
  const finish = (h1: number, h2: number) => {
    last.slot = mix(h1 ^ seed) >>> 1;
    last.tag = mix(h2 + Math.imul(h1, 0x9e3779b1));
  };
  return {
    last,
    text(space, text, start, end) {
      let h1 = (seed ^ Math.imul(space, 0x9e3779b1)) | 0;
      let h2 = (0x7f4a7c15 ^ (end - start) ^ Math.imul(seed, 0x27d4eb2f)) | 0;
      for (let i = start; i < end; i++) {
        const code = text.charCodeAt(i);
        h1 = Math.imul(h1 ^ code, 0x01000193);
        h2 = Math.imul((h2 << 5) ^ (h2 >>> 27) ^ code, 0x5bd1e995);
      }
      finish(h1, h2);
    },
    words(space, length, a, b, c, d) {
      let h1 = (seed ^ Math.imul(space, 0x9e3779b1) ^ Math.imul(length + 1, 0x85ebca77)) | 0;
      let h2 = (0x7f4a7c15 ^ length ^ Math.imul(seed, 0x27d4eb2f)) | 0;
      for (const word of [a, b, c, d]) {
        h1 = (mix(h1 ^ word) + 0x165667b1) | 0;
        h2 = (Math.imul(h2 ^ (word >>> 3) ^ word, 0x5bd1e995) + word) | 0;
      }
      finish(h1, h2);
    },
  };
}
