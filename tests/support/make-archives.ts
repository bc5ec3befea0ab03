// Makes the containers that unpacking is tested on, byte by byte where no library makes them wrong enough.
import { createRequire } from "node:module";
import { deflateRawSync, deflateSync } from "node:zlib";
import {
  TextReader,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
  type ZipWriterConstructorOptions,
} from "@zip.js/zip.js";
import { utils, write } from "cfb";
import { pack } from "tar-stream";

export type Files = Record<string, string | Uint8Array>;

/** A ZIP archive; `options.password` encrypts it, with AES unless `zipCrypto` is set. */
export async function makeZip(files: Files, options: ZipWriterConstructorOptions = {}): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, ...options });
  for (const [name, content] of Object.entries(files))
    await writer.add(name, typeof content === "string" ? new TextReader(content) : new Uint8ArrayReader(content));
  return Buffer.from(await writer.close());
}

export async function makeTar(files: Files): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content as string));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** An archive made by 7-Zip itself; the format goes by the name's ending. */
export async function makeSevenZip(files: Files, name = "made.7z", args: string[] = []): Promise<Buffer> {
  const start = createRequire(import.meta.url)("7z-wasm") as (options: object) => Promise<{
    FS: { writeFile(path: string, data: string | Uint8Array): void; readFile(path: string): Uint8Array };
    callMain(args: string[]): number;
  }>;
  const program = await start({ print: () => {}, printErr: () => {} });
  for (const [path, content] of Object.entries(files)) program.FS.writeFile(path, content);
  const code = program.callMain(["a", "-y", ...args, name, ...Object.keys(files)]);
  if (code !== 0) throw new Error(`7-Zip ended with ${code}`);
  return Buffer.from(program.FS.readFile(name));
}

/** One local entry, and a directory that names it `count` times: the overlapping bomb of D. Fifield, 2019, in small. */
export function makeOverlappingZip(content: Uint8Array, count: number): Buffer {
  const packed = deflateRawSync(content);
  const crc = crc32(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(crc, 14);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(1, 26);
  const body = Buffer.concat([local, Buffer.from("a"), packed]);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(1, 28);
  const directory = Buffer.concat(Array.from({ length: count }, () => Buffer.concat([entry, Buffer.from("a")])));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, directory, end]);
}

/** One stored file in a RAR 5 archive (RARLAB, "RAR 5.0 archive format"), since nothing free writes them. */
export function makeRar(name: string, content: Uint8Array): Buffer {
  const number = (value: number): number[] => (value < 128 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)]);
  const uint32 = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
  const header = (fields: number[]): Buffer => {
    const body = Buffer.from([...number(fields.length), ...fields]);
    return Buffer.concat([Buffer.from(uint32(crc32(body))), body]);
  };
  const label = [...Buffer.from(name)];
  const file = [2, 2, ...number(content.length), 4, ...number(content.length), 0x20, ...uint32(crc32(content)), 0, 1];
  return Buffer.concat([
    Buffer.from("Rar!\x1a\x07\x01\0", "latin1"),
    header([1, 0, 0]),
    header([...file, ...number(label.length), ...label]),
    content,
    header([5, 0, 0]),
  ]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A compound file with these streams ("Macros/VBA/Module1": bytes). */
export function makeOle(streams: Record<string, Uint8Array>): Buffer {
  const file = utils.cfb_new();
  utils.cfb_del(file, "/\u0001Sh33tJ5");
  for (const [path, content] of Object.entries(streams)) utils.cfb_add(file, `/${path}`, Buffer.from(content));
  return Buffer.from(write(file, { type: "buffer" }) as Uint8Array);
}

/** VBA source as a module stream holds it: rubbish, then a container of chunks with literal bytes only (MS-OVBA 2.4.1.3). */
export function makeMacroStream(source: string): Buffer {
  const text = Buffer.from(source, "latin1");
  const chunks: Buffer[] = [];
  for (let at = 0; at < text.length; at += 3640) {
    const piece = text.subarray(at, at + 3640);
    const groups: Buffer[] = [];
    for (let from = 0; from < piece.length; from += 8) groups.push(Buffer.from([0]), piece.subarray(from, from + 8));
    const data = Buffer.concat(groups);
    const header = Buffer.alloc(2);
    header.writeUInt16LE(0xb000 | (data.length - 1));
    chunks.push(header, data);
  }
  return Buffer.concat([Buffer.from("rubbish before"), Buffer.from([1]), ...chunks]);
}

export function makePdf(
  objects: { dictionary: string; content: string | Uint8Array; isPlain?: boolean }[],
  trailer = "",
): Buffer {
  const parts = [Buffer.from("%PDF-1.7\n")];
  for (const [index, { dictionary, content, isPlain }] of objects.entries()) {
    const body = isPlain ? Buffer.from(content as string) : deflateSync(content);
    parts.push(Buffer.from(`${index + 1} 0 obj\n<< ${dictionary} /Length ${body.length} >>\nstream\n`), body);
    parts.push(Buffer.from("\nendstream\nendobj\n"));
  }
  return Buffer.concat([...parts, Buffer.from(`trailer\n<< /Root 1 0 R ${trailer} >>\n%%EOF\n`)]);
}

/** One file in the root folder of an ISO 9660 image (ECMA-119). */
export function makeIso(name: string, content: Uint8Array): Buffer {
  const sector = 2048;
  const image = Buffer.alloc(20 * sector + Math.ceil(content.length / sector) * sector);
  const both32 = (at: number, value: number): void => {
    image.writeUInt32LE(value, at);
    image.writeUInt32BE(value, at + 4);
  };
  const both16 = (at: number, value: number): void => {
    image.writeUInt16LE(value, at);
    image.writeUInt16BE(value, at + 2);
  };
  const record = (at: number, extent: number, size: number, flags: number, label: Buffer): number => {
    const length = 33 + label.length + (label.length % 2 === 0 ? 1 : 0);
    image[at] = length;
    both32(at + 2, extent);
    both32(at + 10, size);
    image[at + 25] = flags;
    both16(at + 28, 1);
    image[at + 32] = label.length;
    label.copy(image, at + 33);
    return at + length;
  };
  const volume = 16 * sector;
  image[volume] = 1;
  image.write("CD001", volume + 1, "latin1");
  image[volume + 6] = 1;
  image.fill(0x20, volume + 8, volume + 72);
  both32(volume + 80, image.length / sector);
  both16(volume + 120, 1);
  both16(volume + 124, 1);
  both16(volume + 128, sector);
  both32(volume + 132, 10);
  image.writeUInt32LE(18, volume + 140);
  record(volume + 156, 19, sector, 2, Buffer.from([0]));
  image[volume + 881] = 1;
  image[17 * sector] = 255;
  image.write("CD001", 17 * sector + 1, "latin1");
  image[17 * sector + 6] = 1;
  const path = 18 * sector;
  image[path] = 1;
  image.writeUInt32LE(19, path + 2);
  image.writeUInt16LE(1, path + 6);
  let at = record(19 * sector, 19, sector, 2, Buffer.from([0]));
  at = record(at, 19, sector, 2, Buffer.from([1]));
  record(at, 20, content.length, 0, Buffer.from(`${name};1`, "latin1"));
  Buffer.from(content).copy(image, 20 * sector);
  return image;
}

/** A shortcut with arguments only (MS-SHLLINK). */
export function makeLnk(args: string): Buffer {
  const header = Buffer.alloc(76);
  Buffer.from("4c0000000114020000000000c000000000000046", "hex").copy(header);
  header.writeUInt32LE(0x20 | 0x80, 20);
  const size = Buffer.alloc(2);
  size.writeUInt16LE(args.length);
  return Buffer.concat([header, size, Buffer.from(args, "utf16le")]);
}
