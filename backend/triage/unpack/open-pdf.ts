// Opens PDF files (ISO 32000-1): embedded files each on its own, all other compressed streams as one text that rules look at.
import { constants, inflateSync } from "node:zlib";
import { createCollector, cutObstacle, type Gauge, toObstacle } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";

const streamBytesLimit = 16 * 2 ** 20;

/** Streams are found by their key words and not by the cross-reference table, which hostile files break on purpose. */
export async function* openPdf(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const { bytes } = part;
  if (isEncrypted(bytes)) {
    const obstacle: Obstacle = { kind: "encrypted", detail: "the document's streams are encrypted" };
    yield { name: "streams", bytes: null, obstacle };
    return;
  }
  const collector = createCollector(gauge);
  let embedded = 0;
  let unreadable = 0;
  let obstacle: Obstacle | null = null;
  for (const { dictionary, body } of findStreams(bytes)) {
    gauge.checkTime();
    if (/\/Subtype\s*\/Image/.test(dictionary)) continue;
    const decoded = decodeStream(dictionary, body);
    if (decoded === "unreadable") unreadable += 1;
    if (decoded === "not packed" || decoded === "unreadable") continue;
    if (/\/EmbeddedFile/.test(dictionary)) {
      gauge.takePart();
      gauge.takeBytes(decoded.length);
      embedded += 1;
      yield { name: `embedded-${embedded}`, bytes: decoded, obstacle: null };
      continue;
    }
    try {
      if (!collector.add(decoded) || !collector.add(newline)) obstacle = cutObstacle(gauge.limits);
    } catch (error) {
      obstacle = toObstacle(error);
    }
    if (obstacle !== null) break;
  }
  if (obstacle === null && unreadable > 0)
    obstacle = { kind: "broken", detail: `${unreadable} of the document's streams could not be unpacked` };
  const streams = collector.bytes();
  if (streams.length === 0 && obstacle === null) return;
  gauge.takePart();
  yield { name: "streams", bytes: streams, obstacle };
}

function isEncrypted(bytes: Buffer): boolean {
  for (let at = bytes.indexOf("/Encrypt"); at >= 0; at = bytes.indexOf("/Encrypt", at + 8)) {
    if (/^\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(bytes.toString("latin1", at, at + 40))) return true;
  }
  return false;
}

const newline = Buffer.from("\n");

function* findStreams(bytes: Buffer): Generator<{ dictionary: string; body: Buffer }> {
  let from = 0;
  for (;;) {
    const at = bytes.indexOf("stream", from, "latin1");
    if (at < 0) return;
    from = at + 6;
    if (bytes.toString("latin1", at - 3, at) === "end") continue;
    const start =
      bytes[from] === 0x0d ? from + (bytes[from + 1] === 0x0a ? 2 : 1) : from + (bytes[from] === 0x0a ? 1 : 0);
    if (start === from) continue;
    const found = bytes.indexOf("endstream", start, "latin1");
    const end = found < 0 ? bytes.length : found;
    const head = bytes.toString("latin1", Math.max(0, at - 2048), at);
    yield { dictionary: head.slice(Math.max(0, head.lastIndexOf(" obj"))), body: bytes.subarray(start, end) };
    from = end;
  }
}

/** "not packed" also where it is packed as a picture or a font, which rules do not look into (ISO 32000-1, 7.4). */
function decodeStream(dictionary: string, body: Buffer): Buffer | "not packed" | "unreadable" {
  const filters = dictionary.match(/\/(?:FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85)\b/g);
  if (filters === null) return /\/EmbeddedFile/.test(dictionary) && !/\/Filter/.test(dictionary) ? body : "not packed";
  let decoded = body;
  for (const filter of filters) {
    if (filter === "/ASCIIHexDecode" || filter === "/AHx") decoded = decodeHex(decoded.toString("latin1"));
    else if (filter === "/ASCII85Decode" || filter === "/A85") decoded = decodeAscii85(decoded.toString("latin1"));
    else {
      try {
        // With this flush a stream whose end is missing still gives what is there.
        decoded = inflateSync(decoded, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: streamBytesLimit });
      } catch {
        return "unreadable";
      }
    }
  }
  return decoded;
}

export const decodeHex = (text: string): Buffer =>
  Buffer.from((text.split(">", 1)[0] ?? "").replace(/[^0-9A-Fa-f]/g, ""), "hex");

/** Adobe's variant: "z" stands for four zero bytes, "~>" ends (ISO 32000-1, 7.4.3). */
export function decodeAscii85(text: string): Buffer {
  const digits = (text.split("~>", 1)[0] ?? "").replace(/[^!-uz]/g, "").replaceAll("z", "!!!!!");
  const out = Buffer.alloc(Math.ceil(digits.length / 5) * 4);
  let size = 0;
  for (let at = 0; at < digits.length; at += 5) {
    const group = digits.slice(at, at + 5);
    let value = 0;
    for (let index = 0; index < 5; index += 1) value = value * 85 + ((group.charCodeAt(index) || 117) - 33);
    out.writeUInt32BE(value % 2 ** 32, size);
    size += group.length - 1;
  }
  return out.subarray(0, size);
}
