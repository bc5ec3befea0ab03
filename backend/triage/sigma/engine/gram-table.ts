// Which literals may stand where four characters of a text are: a hash table of such runs, behind one flag for each hash.

/** Local copies of these two keep hot loops from fetching them each time. */
export const spread = 0x9e3779b1 | 0;
/** Places for each run in the table: one run of a text in 32 is looked up in vain. */
const flagsPerGram = 32;
const leastBits = 14;
const mostBits = 17;

/** Turns upper case into lower (and some marks into others, on both sides of a comparison). */
export const caseBits = 0x20202020;

/** A literal and the place in it where a run of four characters starts. */
export interface Anchor {
  gram: number;
  id: number;
  at: number;
}

export class GramTable {
  /** By hash, 1 where a run may be in the table; hot loops look themselves, at `Math.imul(gram, spread) >>> shift`. */
  readonly flags: Uint8Array;
  readonly shift: number;
  readonly count: number;
  private readonly keys: Int32Array;
  private readonly heads: Int32Array;
  private readonly mask: number;
  /** Literal and place of each anchor, and the next one of the same run (0 for none). Entry 0 is not used. */
  readonly ids: Int32Array;
  readonly places: Int32Array;
  readonly nexts: Int32Array;

  constructor(anchors: readonly Anchor[]) {
    this.count = anchors.length;
    const grams = new Set(anchors.map(({ gram }) => gram)).size;
    const bits = Math.min(mostBits, Math.max(leastBits, Math.ceil(Math.log2((grams + 1) * flagsPerGram))));
    this.shift = 32 - bits;
    this.flags = new Uint8Array(2 ** bits);
    const slots = 2 ** Math.ceil(Math.log2(grams * 2 + 2));
    this.mask = slots - 1;
    this.keys = new Int32Array(slots);
    this.heads = new Int32Array(slots);
    this.ids = new Int32Array(anchors.length + 1);
    this.places = new Int32Array(anchors.length + 1);
    this.nexts = new Int32Array(anchors.length + 1);
    for (const [index, { gram, id, at }] of anchors.entries()) {
      this.flags[Math.imul(gram, spread) >>> this.shift] = 1;
      const slot = this.slotOf(gram);
      this.keys[slot] = gram;
      this.ids[index + 1] = id;
      this.places[index + 1] = at;
      this.nexts[index + 1] = this.heads[slot] ?? 0;
      this.heads[slot] = index + 1;
    }
  }

  /** The first anchor of a run of four characters, 0 where there is none. */
  headOf(gram: number): number {
    return this.heads[this.slotOf(gram)] ?? 0;
  }

  private slotOf(gram: number): number {
    let slot = (Math.imul(gram, spread) >>> 7) & this.mask;
    while (this.heads[slot] !== 0 && this.keys[slot] !== gram) slot = (slot + 1) & this.mask;
    return slot;
  }
}
