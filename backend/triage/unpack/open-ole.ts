// Opens OLE compound files (MS-CFB): Office 97 documents with their macros, Outlook messages, installers.
import { decompressRTF } from "@kenjiuno/decompressrtf";
import { createCollector, cutObstacle, type Gauge, toObstacle } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";
import { uniqueName } from "./open-mail.ts";
import { type CompoundStream, readCompoundFile } from "./read-compound-file.ts";
import { decompressMacro, findMacro } from "./read-macros.ts";

const rtfBytesLimit = 4 * 2 ** 20;

export async function* openOle(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const streams = readCompoundFile(part.bytes);
  gauge.checkTime();
  if (streams.length === 0) throw new Error("the compound file holds no stream that can be read");
  if (isEncrypted(streams)) {
    const obstacle: Obstacle = { kind: "encrypted", detail: "the document is encrypted with a password" };
    yield { name: "EncryptedPackage", bytes: null, obstacle };
    return;
  }
  const names = new Set<string>();
  for (const stream of streams) {
    const bytes = stream.read();
    const { found, broken } = openStream(stream.path, bytes, streams);
    for (const { name, bytes: content } of found) {
      gauge.takePart();
      const collector = createCollector(gauge);
      collector.add(content);
      const obstacle = collector.isCut() ? cutObstacle(gauge.limits) : broken;
      yield { name: uniqueName(name, names), bytes: collector.bytes(), obstacle };
    }
    if (bytes.length < stream.size)
      yield { name: readable(stream.path), bytes: null, obstacle: { kind: "broken", detail: "the stream breaks off" } };
  }
}

/** MS-OFFCRYPTO: a package (OOXML), the FIB's flag (Word 97), or a FilePass record at the head of a workbook (Excel 97). */
function isEncrypted(streams: CompoundStream[]): boolean {
  return streams.some((stream) => {
    if (stream.path === "EncryptedPackage") return true;
    if (stream.path === "WordDocument") return ((stream.read(12)[11] ?? 0) & 0x01) !== 0;
    return /^(?:Workbook|Book)$/.test(stream.path) && hasFilePass(stream.read(65_536));
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

interface Opened {
  found: { name: string; bytes: Buffer }[];
  broken: Obstacle | null;
}

/** A stream as it is, or what is packed in it by the kind of document it belongs to; one that is damaged as it is. */
function openStream(path: string, bytes: Buffer, streams: CompoundStream[]): Opened {
  const name = readable(path);
  try {
    const macro = findMacro(bytes);
    if (macro !== null) return { found: [{ name: `${name}.vba`, bytes: decompressMacro(bytes, macro) }], broken: null };
    const packed = name.endsWith("Ole10Native") ? readPackage(bytes) : null;
    if (packed !== null) return { found: [packed], broken: null };
    if (/__substg1\.0_/.test(path)) return { found: readMessageProperty(path, bytes, streams), broken: null };
    return { found: [{ name, bytes }], broken: null };
  } catch (error) {
    return { found: [{ name, bytes }], broken: toObstacle(error) };
  }
}

const readable = (path: string): string => path.replace(/\p{Cc}/gu, "");

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
function readMessageProperty(
  path: string,
  bytes: Buffer,
  streams: CompoundStream[],
): { name: string; bytes: Buffer }[] {
  const [, folder = "", id = "", type = ""] = /^(.*?)__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$/i.exec(path) ?? [];
  const text = () => Buffer.from(decodeText(bytes, type), "utf8");
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
      return [{ name: `${folder}body.html`, bytes: type === "0102" ? bytes : text() }];
    case "1009":
      return [{ name: `${folder}body.rtf`, bytes: expandRtf(bytes) }];
    case "3701":
      return [{ name: nameAttachment(folder, streams), bytes }];
    default:
      return [];
  }
}

/**
 * Compressed RTF (MS-OXRTFCP) packs at most some eightfold. The library believes the length in the header, however
 * large, and works on arrays of numbers; so the length is made true and the input bounded first.
 */
function expandRtf(bytes: Buffer): Buffer {
  const packed = Buffer.from(bytes.subarray(0, rtfBytesLimit));
  if (packed.length < 16) return packed;
  packed.writeUInt32LE(Math.min(packed.readUInt32LE(0), packed.length - 4), 0);
  return Buffer.from(decompressRTF([...packed]));
}

/** The long file name (3707), else the short one (3704), of the attachment in the same storage. */
function nameAttachment(folder: string, streams: CompoundStream[]): string {
  for (const property of ["3707", "3704"]) {
    const found = streams.find(({ path }) => path.startsWith(`${folder}__substg1.0_${property}`));
    if (found !== undefined) return decodeText(found.read(1024), found.path.slice(-4));
  }
  return `${folder}attachment`;
}

/** PtypString is UTF-16LE; PtypString8 is in a code page that is not said here, and Latin-1 keeps every byte. */
const decodeText = (bytes: Buffer, type: string): string =>
  bytes.toString(type.toUpperCase() === "001F" ? "utf16le" : "latin1").replaceAll("\0", "");
