// The snapshot's form on disk: records first, then lists, then the resident tables, with a header that says where each lies.
import { crc32 } from "node:zlib";
import { type ObservableKind, observableKinds } from "../model.ts";
import { type Indicator, markings, matchModes } from "./model.ts";

export const magic = "toguna-indicators";
/** 2: fingerprints are of a text's bytes. */
export const formatVersion = 2;
/** The header is JSON in the first 4 kB, padded with spaces; records start behind it. */
export const headerBytes = 4096;

export interface SnapshotHeader {
  magic: string;
  version: number;
  seed: number;
  /** Indicators, and slots taken in the table. */
  count: number;
  keys: number;
  /** Byte offsets; records lie in [headerBytes, lists). */
  lists: number;
  tags: number;
  refs: number;
  filter: number;
  end: number;
  slots: number;
  filterWords: number;
  lengths4: number[];
  lengths6: number[];
  /** CRC-32 of everything from `lists` to `end`. */
  crc: number;
}

/** A record as JSON: list, kind, value, why, first seen, last seen, confidence, expiry, marking, mode; times in seconds. */
export type RecordRow = [
  number,
  number,
  string,
  string,
  number | null,
  number | null,
  number,
  number | null,
  number,
  number,
];

const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000));
const milliseconds = (value: number | null) => (value === null ? null : value * 1000);

export function toRow(list: number, indicator: Indicator): RecordRow {
  const { kind, value, why, firstSeen, lastSeen, confidence, expiresAt, marking, match } = indicator;
  return [
    list,
    observableKinds.indexOf(kind),
    value,
    why,
    seconds(firstSeen),
    seconds(lastSeen),
    confidence,
    seconds(expiresAt),
    marking === null ? -1 : markings.indexOf(marking),
    matchModes.indexOf(match),
  ];
}

export function fromRow(row: RecordRow): Indicator {
  const [, kind, value, why, firstSeen, lastSeen, confidence, expiresAt, marking, match] = row;
  const kindName: ObservableKind | undefined = observableKinds[kind];
  if (kindName === undefined) throw new Error(`The snapshot holds an indicator of unknown kind ${kind}.`);
  return {
    kind: kindName,
    value,
    why,
    firstSeen: milliseconds(firstSeen),
    lastSeen: milliseconds(lastSeen),
    confidence,
    expiresAt: milliseconds(expiresAt),
    marking: markings[marking] ?? null,
    match: matchModes[match] ?? "below",
  };
}

/** A record's bytes: length (4, little endian), JSON, padding to 8, so that a record's number is its offset / 8. */
export function encodeRecord(row: RecordRow): Buffer {
  const json = Buffer.from(JSON.stringify(row));
  const bytes = Buffer.alloc(Math.ceil((json.length + 4) / 8) * 8);
  bytes.writeUInt32LE(json.length, 0);
  json.copy(bytes, 4);
  return bytes;
}

/** Reads the header; throws with what is wrong where the file is no whole snapshot of this version. */
export function readHeader(bytes: Buffer, fileSize: number): SnapshotHeader {
  let header: SnapshotHeader;
  try {
    header = JSON.parse(bytes.toString("utf8")) as SnapshotHeader;
  } catch {
    throw new Error("Expected an indicator snapshot; the file has no readable header.");
  }
  if (header.magic !== magic) throw new Error("Expected an indicator snapshot; the header names something else.");
  if (header.version !== formatVersion)
    throw new Error(
      `Expected snapshot version ${formatVersion}, found ${header.version}; build it again from its lists.`,
    );
  if (header.end !== fileSize) throw new Error(`The snapshot is cut short: ${fileSize} bytes of ${header.end}.`);
  return header;
}

export function bytesOf(array: Uint32Array | Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

export { crc32 };
