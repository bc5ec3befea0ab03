// The typed values of Windows' binary XML as a reader of the event viewer sees them ([MS-EVEN6] 2.2.12, libevtx documentation).

import type { ByteCursor } from "./byte-cursor.ts";

export type EvtxScalar = string | number | boolean | null;

const arrayFlag = 0x80;
/** Bytes of one element, by type; 0 where the length varies. */
const sizes: Record<number, number> = {
  0x03: 1,
  0x04: 1,
  0x05: 2,
  0x06: 2,
  0x07: 4,
  0x08: 4,
  0x09: 8,
  0x0a: 8,
  0x0b: 4,
  0x0c: 8,
  0x0d: 4,
  0x0f: 16,
  0x11: 8,
  0x12: 16,
  0x14: 4,
  0x15: 8,
};

export function isEmbeddedXml(type: number): boolean {
  return type === 0x21;
}

/** One value of `size` bytes; lists come as arrays. Unknown types are shown as hexadecimal bytes. */
export function readEvtxValue(cursor: ByteCursor, type: number, size: number): EvtxScalar | EvtxScalar[] {
  const end = cursor.at + size;
  if ((type & arrayFlag) === 0 || type === 0xff) {
    const value = size === 0 ? emptyOf(type) : readScalar(cursor, type, size);
    cursor.at = end;
    return value;
  }
  const element = type & ~arrayFlag;
  if (element === 0x01) {
    const texts = Buffer.from(cursor.take(size)).toString("utf16le").split("\u0000");
    return texts.at(-1) === "" ? texts.slice(0, -1) : texts;
  }
  const elementSize = sizes[element] ?? 0;
  if (elementSize === 0) return hexBytes(cursor.take(size));
  const list: EvtxScalar[] = [];
  while (cursor.at + elementSize <= end) list.push(readScalar(cursor, element, elementSize));
  cursor.at = end;
  return list;
}

function emptyOf(type: number): EvtxScalar {
  return type === 0x01 || type === 0x02 ? "" : null;
}

function readScalar(cursor: ByteCursor, type: number, size: number): EvtxScalar {
  const needed = sizes[type] ?? 0;
  if (needed > size) return hexBytes(cursor.take(size));
  switch (type) {
    case 0x00:
      return null;
    case 0x01:
      return cursor.utf16(size);
    case 0x02:
      return Buffer.from(cursor.take(size)).toString("latin1").replace(/\0+$/, "");
    case 0x03:
      return cursor.i8();
    case 0x04:
      return cursor.u8();
    case 0x05:
      return cursor.i16();
    case 0x06:
      return cursor.u16();
    case 0x07:
      return cursor.i32();
    case 0x08:
      return cursor.u32();
    case 0x09:
      return exactNumber(cursor.i64());
    case 0x0a:
      return exactNumber(cursor.u64());
    case 0x0b:
      return cursor.f32();
    case 0x0c:
      return cursor.f64();
    case 0x0d:
      return cursor.u32() !== 0;
    case 0x0f:
      return guid(cursor.take(16));
    case 0x10:
      return `0x${(size === 8 ? cursor.u64() : cursor.u32()).toString(16)}`;
    case 0x11:
      return fileTime(cursor.u64());
    case 0x12:
      return systemTime(cursor);
    case 0x13:
      return securityId(cursor, size);
    case 0x14:
      return `0x${cursor.u32().toString(16)}`;
    case 0x15:
      return `0x${cursor.u64().toString(16)}`;
    default:
      return hexBytes(cursor.take(size));
  }
}

/** Numbers that a double cannot hold stay exact as texts. */
function exactNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

function hexBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}

function guid(bytes: Uint8Array): string {
  const hex = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((index) =>
    (bytes[index] ?? 0).toString(16).padStart(2, "0"),
  );
  const text = hex.join("").toUpperCase();
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** Hundreds of nanoseconds since 1601 as ISO 8601 with microseconds, as Windows shows it in XML. */
export function fileTime(ticks: bigint): string {
  const micros = ticks / 10n - 11_644_473_600_000_000n;
  const date = new Date(Number(micros / 1_000n));
  if (Number.isNaN(date.getTime())) return ticks.toString();
  const iso = date.toISOString();
  return `${iso.slice(0, -1)}${String(micros % 1_000n)
    .replace("-", "")
    .padStart(3, "0")}Z`;
}

function systemTime(cursor: ByteCursor): string {
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = Array.from(
    { length: 8 },
    () => cursor.u16(),
  );
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, millisecond));
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function securityId(cursor: ByteCursor, size: number): string {
  const end = cursor.at + size;
  const revision = cursor.u8();
  const count = cursor.u8();
  let authority = 0;
  for (const byte of cursor.take(6)) authority = authority * 256 + byte;
  const parts = [];
  for (let index = 0; index < count && cursor.at + 4 <= end; index++) parts.push(cursor.u32());
  return ["S", revision, authority, ...parts].join("-");
}
