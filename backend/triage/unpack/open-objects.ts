// Opens three small containers that carry attacks by mail: RTF with embedded objects, Windows shortcuts, OneNote pages.
import type { Gauge } from "./meter.ts";
import type { Entry, Part } from "./model.ts";

/** Objects in RTF are hex digits after \objdata, broken by white space and, in hostile files, by groups and control words. */
export async function* openRtf(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  let count = 0;
  for (let at = part.bytes.indexOf("\\objdata"); at >= 0; at = part.bytes.indexOf("\\objdata", at + 8)) {
    const next = part.bytes.indexOf("\\objdata", at + 8);
    const object = unwrapObject(readHex(part.bytes, at + 8, next < 0 ? part.bytes.length : next));
    if (object.length === 0) continue;
    gauge.takePart();
    gauge.takeBytes(object.length);
    count += 1;
    yield { name: `object-${count}`, bytes: object, obstacle: null };
  }
}

/** Digits up to the end of the object's group, passing over nested groups' braces and control words. */
function readHex(bytes: Buffer, start: number, end: number): Buffer {
  const out = Buffer.alloc((end - start) >> 1);
  let size = 0;
  let high = -1;
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x5c) {
      while (at + 1 < end && /[A-Za-z0-9*'-]/.test(String.fromCharCode(bytes[at + 1] ?? 0))) at += 1;
      continue;
    }
    if (byte === 0x7b) depth += 1;
    if (byte === 0x7d) {
      depth -= 1;
      if (depth < 0) break;
    }
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit)) continue;
    if (high < 0) high = digit;
    else {
      out[size] = high * 16 + digit;
      size += 1;
      high = -1;
    }
  }
  return out.subarray(0, size);
}

/** Goes from the OLE 1.0 header to the compound file inside, so that it is opened in turn. */
function unwrapObject(object: Buffer): Buffer {
  const at = object.indexOf(Buffer.from("d0cf11e0a1b11ae1", "hex"));
  return at > 0 ? object.subarray(at) : object;
}

/** A shortcut's texts (MS-SHLLINK 2.4): what it starts, where, and with which arguments, as one UTF-8 text. */
export async function* openLnk(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const { bytes } = part;
  const flags = bytes.readUInt32LE(20);
  let at = 76;
  if ((flags & 0x01) !== 0) at += 2 + bytes.readUInt16LE(at);
  if ((flags & 0x02) !== 0) at += bytes.readUInt32LE(at);
  const isUnicode = (flags & 0x80) !== 0;
  const lines: string[] = [];
  const texts: [number, string][] = [
    [0x04, "name"],
    [0x08, "relative path"],
    [0x10, "working folder"],
    [0x20, "arguments"],
    [0x40, "icon"],
  ];
  for (const [flag, label] of texts) {
    if ((flags & flag) === 0) continue;
    const size = bytes.readUInt16LE(at) * (isUnicode ? 2 : 1);
    lines.push(`${label}: ${bytes.toString(isUnicode ? "utf16le" : "latin1", at + 2, at + 2 + size)}\n`);
    at += 2 + size;
  }
  if (lines.length === 0) return;
  const text = Buffer.from(lines.join(""), "utf8");
  gauge.takePart();
  gauge.takeBytes(text.length);
  yield { name: "shortcut.txt", bytes: text, obstacle: null };
}

/** Before each embedded file: this GUID, its length in eight bytes, and twelve unused (MS-ONESTORE 2.6.13). */
const fileDataStore = Buffer.from("e716e3bd65261145a4c48d4d0b7a9eac", "hex");

export async function* openOneNote(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const { bytes } = part;
  let count = 0;
  for (let at = bytes.indexOf(fileDataStore); at >= 0; at = bytes.indexOf(fileDataStore, at + 16)) {
    if (at + 36 > bytes.length) return;
    const size = Math.min(Number(bytes.readBigUInt64LE(at + 16)), bytes.length - at - 36, gauge.limits.partBytes);
    gauge.takePart();
    gauge.takeBytes(size);
    count += 1;
    yield { name: `file-${count}`, bytes: bytes.subarray(at + 36, at + 36 + size), obstacle: null };
  }
}
