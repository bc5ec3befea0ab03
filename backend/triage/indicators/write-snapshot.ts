// Writes a snapshot: records streamed to the file, fingerprints collected, the tables built once at the end.
import { randomInt } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { createHasher } from "./fingerprint.ts";
import { keysOfKnown } from "./keys.ts";
import type { Indicator, IndicatorList } from "./model.ts";
import { countLengths, emptyLengths, hashKey, mostSlotsOfOneKey } from "./segment.ts";
import {
  bytesOf,
  crc32,
  encodeRecord,
  formatVersion,
  headerBytes,
  magic,
  type SnapshotHeader,
  toRow,
} from "./snapshot-file.ts";
import { createTable, put, refsOf } from "./table.ts";

export interface SnapshotWriter {
  add(list: IndicatorList, indicator: Indicator): void;
  /** Builds the tables, flushes to disk and puts the file in place of an older one; returns the number of indicators. */
  finish(): number;
  /** Gives up; the half-written file stays beside as `<path>.part` and is overwritten by the next attempt. */
  abandon(): void;
}

/** Numbers that grow past 2^24 entries without being copied as one JavaScript array would be. */
function createGrowing(): { push(value: number): void; at(index: number): number; length(): number } {
  const chunkSize = 1 << 20;
  const chunks: Uint32Array[] = [];
  let length = 0;
  return {
    push(value) {
      if (length % chunkSize === 0) chunks.push(new Uint32Array(chunkSize));
      const chunk = chunks[chunks.length - 1];
      if (chunk !== undefined) chunk[length % chunkSize] = value;
      length++;
    },
    at: (index) => chunks[Math.floor(index / chunkSize)]?.[index % chunkSize] ?? 0,
    length: () => length,
  };
}

/** Starts a snapshot at `path`; 12 bytes a key are held while it is written. */
export function createSnapshotWriter(path: string): SnapshotWriter {
  const part = `${path}.part`;
  const file = openSync(part, "w", 0o600);
  const seed = randomInt(0x7fffffff);
  const hasher = createHasher(seed);
  const lists: IndicatorList[] = [];
  const listNumbers = new Map<IndicatorList, number>();
  const lengths = emptyLengths();
  const [slots, tags, refs] = [createGrowing(), createGrowing(), createGrowing()];
  let position = headerBytes;
  let count = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  const write = (bytes: Buffer) => {
    pending.push(bytes);
    pendingBytes += bytes.length;
    if (pendingBytes > 1 << 20) flush();
  };
  const flush = () => {
    const bytes = Buffer.concat(pending);
    for (let done = 0; done < bytes.length; )
      done += writeSync(file, bytes, done, bytes.length - done, position + done);
    position += bytes.length;
    pending = [];
    pendingBytes = 0;
  };
  const numberOf = (list: IndicatorList) => {
    const known = listNumbers.get(list);
    if (known !== undefined) return known;
    listNumbers.set(list, lists.push(list) - 1);
    return lists.length - 1;
  };

  return {
    add(list, indicator) {
      const ref = (position + pendingBytes - headerBytes) / 8;
      if (ref >= 0xfffffffe) throw new RangeError("The snapshot has no room for more records (32 GB).");
      for (const key of keysOfKnown(indicator.kind, indicator.value, indicator.match === "lookalike")) {
        countLengths(lengths, key);
        hashKey(hasher, key);
        slots.push(hasher.last.slot);
        tags.push(hasher.last.tag);
        refs.push(ref);
      }
      write(encodeRecord(toRow(numberOf(list), indicator)));
      count++;
    },
    finish() {
      flush();
      const table = createTable(slots.length());
      for (let i = 0; i < slots.length(); i++) {
        const [slot, tag] = [slots.at(i), tags.at(i) | 0];
        if (refsOf(table, slot, tag).length < mostSlotsOfOneKey) put(table, slot, tag, refs.at(i));
      }
      const listBytes = Buffer.from(JSON.stringify(lists));
      const padded = Buffer.alloc(Math.ceil(listBytes.length / 8) * 8, 32);
      listBytes.copy(padded);
      const header: SnapshotHeader = {
        magic,
        version: formatVersion,
        seed,
        count,
        keys: table.count,
        lists: position,
        tags: position + padded.length,
        refs: position + padded.length + table.tags.byteLength,
        filter: position + padded.length + 2 * table.tags.byteLength,
        end: position + padded.length + 2 * table.tags.byteLength + table.filter.byteLength,
        slots: table.tags.length,
        filterWords: table.filter.length,
        lengths4: [...lengths.v4],
        lengths6: [...lengths.v6],
        crc: 0,
      };
      for (const bytes of [padded, bytesOf(table.tags), bytesOf(table.refs), bytesOf(table.filter)]) {
        header.crc = crc32(bytes, header.crc);
        write(bytes);
      }
      flush();
      const head = Buffer.alloc(headerBytes, 32);
      head.write(JSON.stringify(header));
      writeSync(file, head, 0, headerBytes, 0);
      fsyncSync(file);
      closeSync(file);
      renameSync(part, path);
      return count;
    },
    abandon: () => closeSync(file),
  };
}
