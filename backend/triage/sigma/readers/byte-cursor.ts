// A place in a block of bytes, little-endian; reading beyond the end is an error of the log, not of the program.

import { UnreadableLog } from "./limits.ts";

export class ByteCursor {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  private advance(size: number): number {
    const from = this.at;
    if (size < 0 || from < 0 || from + size > this.bytes.length) throw new UnreadableLog(`data ends at byte ${from}`);
    this.at = from + size;
    return from;
  }

  u8(): number {
    return this.view.getUint8(this.advance(1));
  }
  u16(): number {
    return this.view.getUint16(this.advance(2), true);
  }
  u32(): number {
    return this.view.getUint32(this.advance(4), true);
  }
  u64(): bigint {
    return this.view.getBigUint64(this.advance(8), true);
  }
  i8(): number {
    return this.view.getInt8(this.advance(1));
  }
  i16(): number {
    return this.view.getInt16(this.advance(2), true);
  }
  i32(): number {
    return this.view.getInt32(this.advance(4), true);
  }
  i64(): bigint {
    return this.view.getBigInt64(this.advance(8), true);
  }
  f32(): number {
    return this.view.getFloat32(this.advance(4), true);
  }
  f64(): number {
    return this.view.getFloat64(this.advance(8), true);
  }
  skip(size: number): void {
    this.advance(size);
  }
  take(size: number): Uint8Array {
    const from = this.advance(size);
    return this.bytes.subarray(from, from + size);
  }
  /** UTF-16 text of a number of bytes, without the NULs that pad its end. */
  utf16(size: number): string {
    const bytes = this.take(size - (size % 2));
    this.skip(size % 2);
    let end = bytes.length;
    while (end >= 2 && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2;
    return Buffer.from(bytes.buffer, bytes.byteOffset, end).toString("utf16le");
  }
}
