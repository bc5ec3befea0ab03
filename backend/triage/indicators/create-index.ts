// The index of everything known to be bad: segments that are searched together, changed while they are searched, and merged.
import { randomInt } from "node:crypto";
import type { ObservableKind } from "../model.ts";
import { scoreAt } from "./decay.ts";
import { createHasher } from "./fingerprint.ts";
import { hashValue } from "./hash-value.ts";
import { hostOfUrlKey, keysOfKnown, keysOfSeen, type PrefixLengths, urlKey } from "./keys.ts";
import {
  closerMarking,
  type Indicator,
  type IndicatorHit,
  type IndicatorList,
  type IndicatorSource,
  type MatchedBy,
} from "./model.ts";
import { openSnapshot } from "./read-snapshot.ts";
import {
  createMemorySegment,
  emptyLengths,
  findIn,
  hashKey,
  type MemorySegment,
  type Segment,
  type StoredIndicator,
} from "./segment.ts";
import { holds, mayHold } from "./table.ts";
import { createSnapshotWriter } from "./write-snapshot.ts";

export interface IndicatorIndex {
  /** Indicators held, expired ones included. */
  size(): number;
  lists(): IndicatorList[];
  /**
   * True when the value itself (in normal form) is known; parents, prefixes, ranges and look-alikes are not asked.
   * The fast way to rule values out: a miss reads memory only.
   */
  has(kind: ObservableKind, value: string): boolean;
  /**
   * What `has` says of each of some values of one kind: 1 or 0 in `into`, which has room for them. Asked together they are
   * answered several times faster, because the memory is not waited for once a value. For whole values only, such as sums
   * of files: triage and hunts ask `lookup`, since a name is also known by the names above it, an address by its ranges and
   * a URL by its beginnings, and most of their time goes into making those keys, not into this memory.
   */
  hasEach(kind: ObservableKind, values: readonly string[], into: Uint8Array): void;
  /** Every known value that a seen value (in normal form) hits, nearest first, each with all its sources; expired ones are marked. */
  lookup(kind: ObservableKind, value: string, now: number): IndicatorHit[];
  /** Adds to the index at once. */
  add(list: IndicatorList, indicators: Iterable<Indicator>): void;
  /** Takes one value of a list away at once; returns how many records that were. */
  remove(listId: string, kind: ObservableKind, value: string): number;
  /** Takes a list, in all its versions, away at once. */
  removeList(listId: string): void;
  /** Puts the lists of a snapshot file beside what is held. */
  openSnapshot(path: string): void;
  /** Writes what is held now to a snapshot, in slices between which the event loop runs, and goes on from that file. */
  compact(path: string): Promise<number>;
  close(): void;
}

/** Records written between two turns of the event loop: a few milliseconds. */
const compactSlice = 2000;

function toSource(stored: StoredIndicator, now: number): IndicatorSource {
  const { list, indicator } = stored;
  return {
    list,
    indicator,
    marking: closerMarking(list.marking, indicator.marking),
    score: Math.round(scoreAt(indicator, now)),
    isExpired: indicator.expiresAt !== null && now >= indicator.expiresAt,
  };
}

/** An `exact` indicator hits itself only; a look-alike guard hits what looks like its name and is not its name or below it. */
function counts(indicator: Indicator, matchedBy: MatchedBy, kind: ObservableKind, value: string): boolean {
  if (indicator.match === "lookalike") {
    if (matchedBy !== "lookalike") return false;
    const host = kind === "url" ? hostOfUrlKey(urlKey(value)) : value.slice(value.lastIndexOf("@") + 1);
    return host !== indicator.value && !host.endsWith(`.${indicator.value}`);
  }
  return indicator.match === "below" || matchedBy === "exact";
}

/** The filter and the table rule nearly everything out; a record is read only where both say that it may be there. */
function isHeldBy(segment: Segment, kind: ObservableKind, value: string): boolean {
  if (segment.table.count === 0) return false;
  if (hashValue(segment.hasher, kind, value)) {
    const { slot, tag } = segment.hasher.last;
    if (!mayHold(segment.table, slot, tag) || !holds(segment.table, slot, tag)) return false;
  }
  const [key] = keysOfKnown(kind, value, false);
  return key !== undefined && findIn(segment, key).length > 0;
}

/** Values that are hashed before the filter is asked about any of them. */
const batchSize = 256;
const batchSlots = new Int32Array(batchSize);
const batchTags = new Int32Array(batchSize);

/** Writes 1 for each value that the segment holds. */
function markHeld(segment: Segment, kind: ObservableKind, values: readonly string[], into: Uint8Array): void {
  const { table, hasher } = segment;
  if (table.count === 0) return;
  for (let start = 0; start < values.length; start += batchSize) {
    const count = Math.min(batchSize, values.length - start);
    for (let at = 0; at < count; at++) {
      // -1 for a value that takes the long way; slots have 31 bits.
      const isQuick = hashValue(hasher, kind, values[start + at] ?? "");
      batchSlots[at] = isQuick ? hasher.last.slot : -1;
      batchTags[at] = hasher.last.tag;
    }
    for (let at = 0; at < count; at++) {
      const slot = batchSlots[at] ?? -1;
      if (slot >= 0 && !mayHold(table, slot, batchTags[at] ?? 0)) continue;
      if (isHeldBy(segment, kind, values[start + at] ?? "")) into[start + at] = 1;
    }
  }
}

export function createIndicatorIndex(): IndicatorIndex {
  let segments: Segment[] = [];
  let live: MemorySegment = createMemorySegment(createHasher(randomInt(0x7fffffff)));
  let journal: ((segment: Segment) => void)[] | null = null;
  let lengths: PrefixLengths = emptyLengths();
  const all = () => [live as Segment, ...segments];
  const countLengths = () => {
    const sum = emptyLengths();
    for (const segment of all()) {
      for (const [length, count] of segment.lengths.v4.entries()) sum.v4[length] = (sum.v4[length] ?? 0) + count;
      for (const [length, count] of segment.lengths.v6.entries()) sum.v6[length] = (sum.v6[length] ?? 0) + count;
    }
    lengths = sum;
  };

  const removeFrom = (segment: Segment, listId: string, kind: ObservableKind, value: string): number => {
    let removed = 0;
    for (const key of keysOfKnown(kind, value, false).slice(0, 1)) {
      hashKey(segment.hasher, key);
      const { slot, tag } = segment.hasher.last;
      if (!mayHold(segment.table, slot, tag)) continue;
      for (const { ref, stored } of recordsUnder(segment, slot, tag)) {
        if (stored.list.id !== listId || stored.indicator.kind !== kind || stored.indicator.value !== value) continue;
        if (!segment.removedRefs.has(ref)) removed++;
        segment.removedRefs.add(ref);
      }
    }
    return removed;
  };
  const removeListFrom = (segment: Segment, listId: string) => {
    for (const list of segment.lists()) if (list.id === listId) segment.removedLists.add(list);
  };

  return {
    size: () => all().reduce((sum, segment) => sum + segment.count - segment.removedRefs.size, 0),
    lists: () => all().flatMap((segment) => segment.lists().filter((list) => !segment.removedLists.has(list))),
    has(kind, value) {
      if (isHeldBy(live, kind, value)) return true;
      for (const segment of segments) if (isHeldBy(segment, kind, value)) return true;
      return false;
    },
    hasEach(kind, values, into) {
      into.fill(0, 0, values.length);
      for (const segment of all()) markHeld(segment, kind, values, into);
    },
    lookup(kind, value, now) {
      const hits = new Map<string, IndicatorHit>();
      for (const key of keysOfSeen(kind, value, lengths))
        for (const segment of all())
          for (const stored of findIn(segment, key)) {
            if (!counts(stored.indicator, key.matchedBy, kind, value)) continue;
            addHit(hits, stored, key.matchedBy, now);
          }
      return [...hits.values()];
    },
    add(list, indicators) {
      for (const indicator of indicators) live.add(list, indicator);
      countLengths();
    },
    remove(listId, kind, value) {
      journal?.push((segment) => removeFrom(segment, listId, kind, value));
      return all().reduce((sum, segment) => sum + removeFrom(segment, listId, kind, value), 0);
    },
    removeList(listId) {
      journal?.push((segment) => removeListFrom(segment, listId));
      for (const segment of all()) removeListFrom(segment, listId);
    },
    openSnapshot(path) {
      segments.push(openSnapshot(path));
      countLengths();
    },
    async compact(path) {
      if (journal !== null) throw new Error("The index is being compacted already.");
      journal = [];
      const merged = all();
      live = createMemorySegment(createHasher(randomInt(0x7fffffff)));
      segments = merged;
      try {
        const count = await writeAll(path, merged);
        const fresh = openSnapshot(path);
        for (const replay of journal) replay(fresh);
        for (const segment of merged) segment.close();
        segments = [fresh, ...segments.filter((segment) => !merged.includes(segment))];
        countLengths();
        return count;
      } finally {
        journal = null;
      }
    },
    close() {
      for (const segment of all()) segment.close();
      segments = [];
    },
  };
}

function* recordsUnder(
  segment: Segment,
  slot: number,
  tag: number,
): Iterable<{ ref: number; stored: StoredIndicator }> {
  const { tags, refs } = segment.table;
  const mask = tags.length - 1;
  for (let at = slot & mask; refs[at] !== 0; at = (at + 1) & mask) {
    const ref = (refs[at] ?? 1) - 1;
    if (tags[at] === tag) yield { ref, stored: segment.read(ref) };
  }
}

function addHit(hits: Map<string, IndicatorHit>, stored: StoredIndicator, matchedBy: MatchedBy, now: number): void {
  const { kind, value } = stored.indicator;
  const id = `${kind} ${value}`;
  const hit: IndicatorHit = hits.get(id) ?? { kind, value, matchedBy, sources: [] };
  hits.set(id, hit);
  const source = toSource(stored, now);
  const same = hit.sources.findIndex(
    (other) => other.list.id === source.list.id && other.indicator.why === source.indicator.why,
  );
  const before = hit.sources[same];
  // A list that names a value twice counts once, as last seen.
  if (before === undefined) hit.sources.push(source);
  else if ((source.indicator.lastSeen ?? 0) > (before.indicator.lastSeen ?? 0)) hit.sources[same] = source;
}

async function writeAll(path: string, segments: readonly Segment[]): Promise<number> {
  const writer = createSnapshotWriter(path);
  try {
    let written = 0;
    for (const segment of segments)
      for (const { ref, stored } of segment.records()) {
        if (segment.removedRefs.has(ref) || segment.removedLists.has(stored.list)) continue;
        writer.add(stored.list, stored.indicator);
        if (++written % compactSlice === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    return writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}
