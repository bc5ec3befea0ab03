// Opens a snapshot: its tables become resident, its records are read from the file when a value hits.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { createHasher } from "./fingerprint.ts";
import type { IndicatorList } from "./model.ts";
import type { Segment, StoredIndicator } from "./segment.ts";
import { bytesOf, crc32, fromRow, headerBytes, type RecordRow, readHeader } from "./snapshot-file.ts";

/** Most records fit, so that a hit is one read. */
const firstRead = 1024;

function readAt(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(file, bytes, done, Math.min(bytes.length - done, 1 << 26), position + done);
    if (count === 0) throw new Error("The snapshot ended while it was read.");
    done += count;
  }
}

/**
 * A segment over a snapshot file (see `snapshot-file.ts`). The file stays open until `close`.
 * Throws where the file is cut short, of another version, or its tables fail their checksum.
 */
export function openSnapshot(path: string): Segment {
  const file = openSync(path, "r");
  try {
    return readSegment(file);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function readSegment(file: number): Segment {
  const size = fstatSync(file).size;
  const head = Buffer.alloc(Math.min(headerBytes, size));
  readAt(file, head, 0);
  const header = readHeader(head, size);
  const listBytes = Buffer.alloc(header.tags - header.lists);
  const tags = new Int32Array(header.slots);
  const refs = new Uint32Array(header.slots);
  const filter = new Uint32Array(header.filterWords);
  let crc = 0;
  let position = header.lists;
  for (const bytes of [listBytes, bytesOf(tags), bytesOf(refs), bytesOf(filter)]) {
    readAt(file, bytes, position);
    position += bytes.length;
    crc = crc32(bytes, crc);
  }
  if (crc !== header.crc)
    throw new Error("The snapshot's tables are damaged (checksum differs); build it again from its lists.");
  const lists = JSON.parse(listBytes.toString("utf8")) as IndicatorList[];

  const decode = (json: string): StoredIndicator => {
    const row = JSON.parse(json) as RecordRow;
    const list = lists[row[0]];
    if (list === undefined) throw new Error(`The snapshot names a list ${row[0]} that it does not hold.`);
    return { list, indicator: fromRow(row) };
  };
  const buffer = Buffer.alloc(firstRead);
  const read = (ref: number): StoredIndicator => {
    const at = headerBytes + ref * 8;
    const available = Math.min(firstRead, header.lists - at);
    if (available < 8) throw new RangeError(`No indicator record ${ref}.`);
    readAt(file, buffer.subarray(0, available), at);
    const length = buffer.readUInt32LE(0);
    if (length + 4 <= available) return decode(buffer.toString("utf8", 4, 4 + length));
    if (at + 4 + length > header.lists) throw new Error(`The snapshot's record ${ref} is damaged.`);
    const long = Buffer.alloc(length);
    readAt(file, long, at + 4);
    return decode(long.toString("utf8"));
  };

  return {
    table: { tags, refs, filter, count: header.keys },
    hasher: createHasher(header.seed),
    lengths: { v4: Uint32Array.from(header.lengths4), v6: Uint32Array.from(header.lengths6) },
    count: header.count,
    removedLists: new Set(),
    removedRefs: new Set(),
    lists: () => lists,
    read,
    *records() {
      const chunk = Buffer.alloc(1 << 22);
      let start = headerBytes;
      while (start < header.lists) {
        const bytes = chunk.subarray(0, Math.min(chunk.length, header.lists - start));
        readAt(file, bytes, start);
        let at = 0;
        while (at + 4 <= bytes.length) {
          const length = bytes.readUInt32LE(at);
          const whole = Math.ceil((length + 4) / 8) * 8;
          if (at + whole > bytes.length) break;
          yield {
            ref: (start + at - headerBytes) / 8,
            stored: decode(bytes.toString("utf8", at + 4, at + 4 + length)),
          };
          at += whole;
        }
        if (at === 0) throw new Error("The snapshot holds a record that is longer than 4 MB.");
        start += at;
      }
    },
    close: () => closeSync(file),
  };
}
