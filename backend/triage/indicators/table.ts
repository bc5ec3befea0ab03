// The resident table: an open-addressing table of fingerprints and record numbers, behind a small filter that answers most misses.

/** Sizes are powers of two. `refs` holds record number + 1; 0 is an empty slot. Equal keys take several slots. */
export interface Table {
  tags: Int32Array;
  refs: Uint32Array;
  filter: Uint32Array;
  count: number;
}

/** Slots for a number of keys: at most 70 % full, so that probing stays short. */
export function slotsFor(count: number): number {
  let slots = 64;
  while (slots * 0.7 < count) slots *= 2;
  return slots;
}

export function createTable(expected: number): Table {
  const slots = slotsFor(expected);
  // One 32-bit word of filter for four slots: with 60 % of slots filled, some 13 bits a key.
  return {
    tags: new Int32Array(slots),
    refs: new Uint32Array(slots),
    filter: new Uint32Array(Math.max(16, slots / 4)),
    count: 0,
  };
}

/** Three bits of one word, so that a miss costs one memory access. */
function filterBits(tag: number): number {
  return (1 << (tag & 31)) | (1 << ((tag >>> 5) & 31)) | (1 << ((tag >>> 10) & 31));
}

/** True when the key may be in the table; false is certain. */
export function mayHold(table: Table, slot: number, tag: number): boolean {
  const { filter } = table;
  const bits = filterBits(tag);
  return ((filter[(slot >>> 5) & (filter.length - 1)] ?? 0) & bits) === bits;
}

/** Puts a key in. The caller keeps the table at most 80 % full. */
export function put(table: Table, slot: number, tag: number, ref: number): void {
  const { tags, refs, filter } = table;
  const mask = tags.length - 1;
  let at = slot & mask;
  while (refs[at] !== 0) at = (at + 1) & mask;
  tags[at] = tag;
  refs[at] = ref + 1;
  const word = (slot >>> 5) & (filter.length - 1);
  filter[word] = (filter[word] ?? 0) | filterBits(tag);
  table.count++;
}

/** Record numbers of every slot with this fingerprint, in the order they were put in. */
export function refsOf(table: Table, slot: number, tag: number): number[] {
  const { tags, refs } = table;
  const mask = tags.length - 1;
  const found: number[] = [];
  for (let at = slot & mask; ; at = (at + 1) & mask) {
    const ref = refs[at] ?? 0;
    if (ref === 0) return found;
    if (tags[at] === tag) found.push(ref - 1);
  }
}

/** True when some slot has this fingerprint. */
export function holds(table: Table, slot: number, tag: number): boolean {
  const { tags, refs } = table;
  const mask = tags.length - 1;
  for (let at = slot & mask; ; at = (at + 1) & mask) {
    if (refs[at] === 0) return false;
    if (tags[at] === tag) return true;
  }
}
