// Opens OLE compound files (MS-CFB): Office 97 documents with their macros, Outlook messages, installers.
import { decompressRTF } from "@kenjiuno/decompressrtf";
import { read } from "cfb";
import { createCollector, type Gauge } from "./meter.ts";
import type { Entry, Part } from "./model.ts";
import { uniqueName } from "./open-mail.ts";
import { decompressMacro, findMacro } from "./read-macros.ts";

interface Stream {
  /** Path inside the compound file, without the root's name. */
  path: string;
  bytes: Buffer;
}

export async function* openOle(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const streams = readStreams(part.bytes);
  gauge.checkTime();
  if (isEncrypted(streams)) {
    const obstacle = { kind: "encrypted", detail: "the document is encrypted with a password" } as const;
    yield { name: "EncryptedPackage", bytes: null, obstacle };
    return;
  }
  const names = new Set<string>();
  for (const stream of streams) {
    for (const { name, bytes } of readStream(stream, streams)) {
      gauge.takePart();
      const collector = createCollector(gauge);
      collector.add(bytes);
      yield { name: uniqueName(name, names), bytes: collector.bytes(), obstacle: null };
    }
  }
}

/** Streams that share sectors by a forged table are views of the same bytes, so a small file stays small in memory. */
function readStreams(bytes: Buffer): Stream[] {
  const file = read(bytes, { type: "buffer" });
  return file.FileIndex.flatMap((entry, index) => {
    const path = (file.FullPaths[index] ?? entry.name).replace(/^[^/]*\//, "");
    return entry.type === 2 && entry.content !== undefined && entry.content.length > 0
      ? [{ path, bytes: Buffer.from(entry.content as Uint8Array) }]
      : [];
  });
}

/** MS-OFFCRYPTO: a package (OOXML), the FIB's flag (Word 97), or a FilePass record at the head of a workbook (Excel 97). */
function isEncrypted(streams: Stream[]): boolean {
  return streams.some(({ path, bytes }) => {
    if (path === "EncryptedPackage") return true;
    if (path === "WordDocument") return bytes.length > 12 && (bytes.readUInt16LE(10) & 0x0100) !== 0;
    return /^(?:Workbook|Book)$/.test(path) && hasFilePass(bytes);
  });
}

function hasFilePass(workbook: Buffer): boolean {
  for (let at = 0, count = 0; at + 4 <= workbook.length && count < 64; count += 1) {
    const kind = workbook.readUInt16LE(at);
    if (kind === 0x2f) return true;
    if (kind === 0x0a) return false;
    at += 4 + workbook.readUInt16LE(at + 2);
  }
  return false;
}

/** A stream as it is, or what is packed in it by the kind of document it belongs to. */
function readStream(stream: Stream, streams: Stream[]): { name: string; bytes: Buffer }[] {
  const label = stream.path.replace(/\p{Cc}/gu, "");
  const macro = findMacro(stream.bytes);
  if (macro !== null) return [{ name: `${label}.vba`, bytes: decompressMacro(stream.bytes, macro) }];
  if (label.endsWith("Ole10Native")) {
    const packed = readPackage(stream.bytes);
    if (packed !== null) return [packed];
  }
  if (/__substg1\.0_/.test(stream.path)) return readMessageProperty(stream, streams);
  return [{ name: label, bytes: stream.bytes }];
}

/** The file inside an OLE package object: size, flags, label, name, temporary path, then the bytes (MS-OLEDS 2.3.6, Packager). */
function readPackage(bytes: Buffer): { name: string; bytes: Buffer } | null {
  let at = 6;
  const readName = (): string => {
    const end = bytes.indexOf(0, at);
    const text = end < 0 ? "" : bytes.toString("latin1", at, end);
    at = end < 0 ? bytes.length : end + 1;
    return text;
  };
  const label = readName();
  readName();
  at += 4;
  if (at + 4 > bytes.length) return null;
  at += 4 + bytes.readUInt32LE(at);
  if (at + 4 > bytes.length) return null;
  const size = bytes.readUInt32LE(at);
  return { name: label.split(/[\\/]/).at(-1) || "package", bytes: bytes.subarray(at + 4, at + 4 + size) };
}

/** Properties of an Outlook message that hold what people see (MS-OXPROPS); the others are left out as noise. */
function readMessageProperty(stream: Stream, streams: Stream[]): { name: string; bytes: Buffer }[] {
  const [, folder = "", id = "", type = ""] = /^(.*?)__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$/i.exec(stream.path) ?? [];
  const text = () => Buffer.from(decodeText(stream.bytes, type), "utf8");
  switch (id.toUpperCase()) {
    case "007D":
      return [{ name: `${folder}transport-headers.txt`, bytes: text() }];
    case "0037":
      return [{ name: `${folder}subject.txt`, bytes: text() }];
    case "0C1F":
    case "5D01":
      return [{ name: `${folder}sender.txt`, bytes: text() }];
    case "1000":
      return [{ name: `${folder}body.txt`, bytes: text() }];
    case "1013":
      return [{ name: `${folder}body.html`, bytes: type === "0102" ? stream.bytes : text() }];
    case "1009":
      return [{ name: `${folder}body.rtf`, bytes: Buffer.from(decompressRTF([...stream.bytes])) }];
    case "3701":
      return [{ name: nameAttachment(folder, streams), bytes: stream.bytes }];
    default:
      return [];
  }
}

/** The long file name (3707), else the short one (3704), of the attachment in the same storage. */
function nameAttachment(folder: string, streams: Stream[]): string {
  for (const property of ["3707", "3704"]) {
    const found = streams.find(({ path }) => path.startsWith(`${folder}__substg1.0_${property}`));
    if (found !== undefined) return decodeText(found.bytes, found.path.slice(-4));
  }
  return `${folder}attachment`;
}

/** PtypString is UTF-16LE; PtypString8 is in a code page that is not said here, and Latin-1 keeps every byte. */
const decodeText = (bytes: Buffer, type: string): string =>
  bytes.toString(type.toUpperCase() === "001F" ? "utf16le" : "latin1").replaceAll("\0", "");
