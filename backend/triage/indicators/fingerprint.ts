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
  /** The text that was loaded last, in UTF-8. */
  readonly bytes: Uint8Array;
  /** Takes a text into `bytes` and returns how many there are; -1 where it is too long, which `text` can still hash. */
  load(text: string): number;
  /** Hashes a part of the text that was loaded last: places are in bytes. */
  loaded(space: number, start: number, end: number): void;
  /** Loads and hashes a part of a text: the same as `loaded` over the bytes of that part. Places are in units of the text. */
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

/** Room for any text of a third of that: a unit of a text takes at most three bytes. */
const roomBytes = 4_096;
/** Texts are read four bytes at a time, several times faster than character by character. */
const scratch = new Uint8Array(roomBytes);
const scratchView = new DataView(scratch.buffer);
const encoder = new TextEncoder();
const [first, second] = [0x9e3779b1 | 0, 0x85ebca6b | 0];

export function createHasher(seed: number): Hasher {
  const last: Fingerprint = { slot: 0, tag: 0 };
  const finish = (h1: number, h2: number) => {
    last.slot = mix(h1 ^ Math.imul(h2, 0xc2b2ae35) ^ seed) >>> 1;
    last.tag = mix(h2 + Math.imul(h1, 0x9e3779b1));
  };
  const hashBytes = (space: number, view: DataView, start: number, end: number): void => {
    const [one, two] = [first, second];
    let h1 = (seed ^ Math.imul(space, 0x9e3779b1)) | 0;
    let h2 = (0x7f4a7c15 ^ (end - start) ^ Math.imul(seed, 0x27d4eb2f)) | 0;
    if (end - start < 8)
      for (let at = start; at < end; at++) {
        h1 = Math.imul(h1 ^ view.getUint8(at), one);
        h2 = Math.imul((h2 << 5) ^ (h2 >>> 27) ^ view.getUint8(at), two);
      }
    else {
      for (let at = start; at + 8 < end; at += 8) {
        h1 = Math.imul(h1 ^ view.getInt32(at, true), one);
        h2 = Math.imul(h2 ^ view.getInt32(at + 4, true), two);
        h1 ^= h1 >>> 15;
        h2 ^= h2 >>> 13;
      }
      // The last eight bytes, some of them perhaps for the second time: the length, which is hashed too, tells which.
      h1 = Math.imul(h1 ^ view.getInt32(end - 8, true), one);
      h2 = Math.imul(h2 ^ view.getInt32(end - 4, true), two);
    }
    finish(h1, h2);
  };
  const load = (text: string): number => {
    const { length } = text;
    return length * 3 <= roomBytes ? encoder.encodeInto(text, scratch).written : -1;
  };
  return {
    last,
    bytes: scratch,
    load,
    loaded: (space, start, end) => hashBytes(space, scratchView, start, end),
    text(space, text, start, end) {
      const size = load(text);
      if (size === text.length) return hashBytes(space, scratchView, start, end);
      const part = encoder.encode(text.slice(start, end));
      hashBytes(space, new DataView(part.buffer, part.byteOffset, part.length), 0, part.length);
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
