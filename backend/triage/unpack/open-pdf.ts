// Opens PDF files (ISO 32000-1): embedded files each on its own, all other compressed streams as one text that rules look at.
import { constants, inflateSync } from "node:zlib";
import { createCollector, cutObstacle, type Gauge } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";

const streamBytesLimit = 16 * 2 ** 20;

/** Streams are found by their key words and not by the cross-reference table, which hostile files break on purpose. */
export async function* openPdf(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const { bytes } = part;
  const isEncrypted = /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(bytes.toString("latin1", Math.max(0, bytes.length - 4096)));
  if (isEncrypted || bytes.includes("/Encrypt ")) {
    yield {
      name: "streams",
      bytes: null,
      obstacle: { kind: "encrypted", detail: "the document's streams are encrypted" },
    };
    return;
  }
  const collector = createCollector(gauge);
  let embedded = 0;
  let cut: Obstacle | null = null;
  for (const { dictionary, body } of findStreams(bytes)) {
    gauge.checkTime();
    if (/\/Subtype\s*\/Image/.test(dictionary)) continue;
    const decoded = decodeStream(dictionary, body);
    if (decoded === null) continue;
    if (/\/EmbeddedFile/.test(dictionary)) {
      gauge.takePart();
      gauge.takeBytes(decoded.length);
      embedded += 1;
      yield { name: `embedded-${embedded}`, bytes: decoded, obstacle: null };
    } else if (cut === null && !(collector.add(decoded) && collector.add(newline))) cut = cutObstacle(gauge.limits);
  }
  const streams = collector.bytes();
  if (streams.length === 0) return;
  gauge.takePart();
  yield { name: "streams", bytes: streams, obstacle: cut };
}

const newline = Buffer.from("\n");

function* findStreams(bytes: Buffer): Generator<{ dictionary: string; body: Buffer }> {
  let from = 0;
  for (;;) {
    const at = bytes.indexOf("stream", from, "latin1");
    if (at < 0) return;
    from = at + 6;
    if (bytes.toString("latin1", at - 3, at) === "end") continue;
    const start = bytes[from] === 0x0d ? from + (bytes[from + 1] === 0x0a ? 2 : 1) : from + (bytes[from] === 0x0a ? 1 : 0);
    if (start === from) continue;
    const found = bytes.indexOf("endstream", start, "latin1");
    const end = found < 0 ? bytes.length : found;
    const head = bytes.toString("latin1", Math.max(0, at - 2048), at);
    yield { dictionary: head.slice(Math.max(0, head.lastIndexOf(" obj"))), body: bytes.subarray(start, end) };
    from = end;
  }
}

/** Null where the stream is not packed, or packed as a picture or font (ISO 32000-1, 7.4). */
function decodeStream(dictionary: string, body: Buffer): Buffer | null {
  const filters = dictionary.match(/\/(?:FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85)\b/g);
  if (filters === null) return /\/EmbeddedFile/.test(dictionary) && !/\/Filter/.test(dictionary) ? body : null;
  let decoded: Buffer | null = body;
  for (const filter of filters) {
    if (decoded === null) return null;
    if (filter === "/FlateDecode" || filter === "/Fl") decoded = inflate(decoded);
    else if (filter === "/ASCIIHexDecode" || filter === "/AHx") decoded = decodeHex(decoded.toString("latin1"));
    else decoded = decodeAscii85(decoded.toString("latin1"));
  }
  return decoded;
}

/** Takes what is there when the end is missing; nothing when it is not zlib data, or too much. */
function inflate(packed: Buffer): Buffer | null {
  try {
    return inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: streamBytesLimit });
  } catch {
    return null;
  }
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
