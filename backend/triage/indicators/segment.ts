// A part of the index: a resident table over records that lie in memory (live changes) or in a snapshot file.
import type { Hasher } from "./fingerprint.ts";
import { hashDigits } from "./hash-value.ts";
import { type Key, keysOfKnown, spaceOf, spaces } from "./keys.ts";
import type { Indicator, IndicatorList } from "./model.ts";
import { createTable, holds, mayHold, put, refsOf, type Table } from "./table.ts";

/** An indicator with the list it belongs to. */
export interface StoredIndicator {
  list: IndicatorList;
  indicator: Indicator;
}

export interface Segment {
  table: Table;
  hasher: Hasher;
  /** How many prefixes of each length it holds. */
  lengths: { v4: Uint32Array; v6: Uint32Array };
  /** Indicators held, removed ones included. */
  count: number;
  /** Lists and records taken away since the segment was made. */
  removedLists: Set<IndicatorList>;
  removedRefs: Set<number>;
  lists(): readonly IndicatorList[];
  read(ref: number): StoredIndicator;
  /** Every record in order; the caller filters removed ones. */
  records(): Iterable<{ ref: number; stored: StoredIndicator }>;
  close(): void;
}

/** More slots than this for one fingerprint are refused: one value repeated a million times must not slow its neighbours. */
export const mostSlotsOfOneKey = 256;

/** Hashes a key; the result is in `hasher.last`. */
export function hashKey(hasher: Hasher, key: Key): void {
  if ("text" in key) return hasher.text(key.space, key.text, 0, textEnd(key.space, key.text));
  const [a, b, c, d] = key.prefix.words;
  hasher.words(key.space, key.prefix.length, a, b, c, d);
}

const hashSpaces = new Set([spaceOf("md5"), spaceOf("sha1"), spaceOf("sha256"), spaceOf("sha512")]);

function textEnd(space: number, text: string): number {
  return hashSpaces.has(space) ? Math.min(hashDigits, text.length) : text.length;
}

/** Counts the prefixes of an indicator, so that lookups ask for lengths in use only. */
export function countLengths(lengths: Segment["lengths"], key: Key): void {
  if ("text" in key) return;
  const counts = key.space === spaces.prefix4 ? lengths.v4 : lengths.v6;
  counts[key.prefix.length] = (counts[key.prefix.length] ?? 0) + 1;
}

export function emptyLengths(): Segment["lengths"] {
  return { v4: new Uint32Array(33), v6: new Uint32Array(129) };
}

/** Records that one segment holds under a key; removed ones left out. */
export function findIn(segment: Segment, key: Key): StoredIndicator[] {
  hashKey(segment.hasher, key);
  const { slot, tag } = segment.hasher.last;
  if (!mayHold(segment.table, slot, tag) || !holds(segment.table, slot, tag)) return [];
  const found: StoredIndicator[] = [];
  for (const ref of refsOf(segment.table, slot, tag)) {
    if (segment.removedRefs.has(ref)) continue;
    const stored = segment.read(ref);
    if (!segment.removedLists.has(stored.list) && isUnder(stored.indicator, key)) found.push(stored);
  }
  return found;
}

/** Two keys may share a fingerprint: the record itself says whether it is filed under this one. */
function isUnder(indicator: Indicator, key: Key): boolean {
  return keysOfKnown(indicator.kind, indicator.value, indicator.match === "lookalike").some((known) => {
    if (known.space !== key.space) return false;
    if ("text" in known) return "text" in key && known.text === key.text;
    if ("text" in key) return false;
    return (
      known.prefix.length === key.prefix.length &&
      known.prefix.words.every((word, index) => word === key.prefix.words[index])
    );
  });
}

export interface MemorySegment extends Segment {
  add(list: IndicatorList, indicator: Indicator): void;
}

/** A segment whose records are objects: for live changes and small sets. */
export function createMemorySegment(hasher: Hasher): MemorySegment {
  const stored: StoredIndicator[] = [];
  const lists = new Set<IndicatorList>();
  const segment: MemorySegment = {
    table: createTable(0),
    hasher,
    lengths: emptyLengths(),
    count: 0,
    removedLists: new Set(),
    removedRefs: new Set(),
    lists: () => [...lists],
    read: (ref) => {
      const record = stored[ref];
      if (record === undefined) throw new RangeError(`No indicator record ${ref}.`);
      return record;
    },
    *records() {
      for (const [ref, record] of stored.entries()) yield { ref, stored: record };
    },
    close: () => {},
    add(list, indicator) {
      lists.add(list);
      const ref = stored.push({ list, indicator }) - 1;
      segment.count++;
      const keys = keysOfKnown(indicator.kind, indicator.value, indicator.match === "lookalike");
      // A range takes up to 62 slots (v4) or 254 (v6); the smallest table has room for them once it is at most 80 % full.
      while (segment.table.count + keys.length > segment.table.tags.length * 0.8)
        segment.table = regrow(segment, stored);
      for (const key of keys) {
        countLengths(segment.lengths, key);
        hashKey(hasher, key);
        const { slot, tag } = hasher.last;
        if (refsOf(segment.table, slot, tag).length < mostSlotsOfOneKey) put(segment.table, slot, tag, ref);
      }
    },
  };
  return segment;
}

/** A table twice the size with everything in it but the record being added now. */
function regrow(segment: Segment, stored: readonly StoredIndicator[]): Table {
  const table = createTable(segment.table.tags.length);
  for (const [ref, { indicator }] of stored.entries()) {
    if (ref === stored.length - 1) continue;
    for (const key of keysOfKnown(indicator.kind, indicator.value, indicator.match === "lookalike")) {
      hashKey(segment.hasher, key);
      const { slot, tag } = segment.hasher.last;
      if (refsOf(table, slot, tag).length < mostSlotsOfOneKey) put(table, slot, tag, ref);
    }
  }
  return table;
}
