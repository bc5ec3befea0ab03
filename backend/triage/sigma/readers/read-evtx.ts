// Events out of a Windows event log file (EVTX), in the shape that evtx_dump gives them: numbers, GUIDs and hexadecimal values as Windows shows them.

import type { SourceEvent } from "../compile-sigma.ts";
import { BinaryXml } from "./evtx-xml.ts";
import type { XmlContent, XmlElement } from "./evtx-xml.ts";
import type { EvtxScalar } from "./evtx-values.ts";
import { UnreadableLog } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";

const fileMagic = "ElfFile\0";
const chunkMagic = "ElfChnk\0";
const chunkSize = 0x10000;
const firstRecord = 0x200;
const recordHeader = 24;

export function isEvtx(bytes: Uint8Array): boolean {
  return ascii(bytes, 0, 8) === fileMagic;
}

/**
 * Records in file order. A record that cannot be decoded is left out and counted; the rest of its chunk is still read.
 * @param onBroken told of each record or chunk that was left out, with its byte offset
 * @throws UnreadableLog where nothing of the file is a chunk
 */
export function* readEvtxEvents(
  bytes: Uint8Array,
  limits: ReadLimits,
  onBroken: (reason: string) => void,
): Generator<SourceEvent> {
  if (!isEvtx(bytes)) throw new UnreadableLog("not a Windows event log: its first bytes are not ElfFile");
  let ordinal = 0;
  let chunks = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = bytes.length >= 42 ? view.getUint16(40, true) : 0;
  const isHeaderWhole = headerSize >= 128 && headerSize <= chunkSize;
  const start = isHeaderWhole ? headerSize : 0x1000;
  if (!isHeaderWhole) onBroken("a file header that cannot be right");
  for (let at = start; at + firstRecord <= bytes.length; at += chunkSize) {
    if (ascii(bytes, at, 8) !== chunkMagic) continue;
    chunks++;
    const chunk = bytes.subarray(at, Math.min(at + chunkSize, bytes.length));
    for (const event of eventsOfChunk(chunk, (reason) => onBroken(`${reason} (chunk at byte ${at})`))) {
      if (ordinal >= limits.events) throw new UnreadableLog(`more than ${limits.events} events`);
      yield { event, ordinal: ordinal++ };
    }
  }
  // The header counts chunks of a whole file; of one that was copied while it was written it may count too few, never too many.
  const counted = isHeaderWhole && bytes.length >= 44 ? view.getUint16(42, true) : 0;
  if (counted > chunks && chunks > 0) onBroken(`${counted - chunks} of ${counted} chunks are missing`);
  if (chunks === 0 && (bytes.length > start || counted > 0))
    throw new UnreadableLog("a Windows event log without a readable chunk");
}

function* eventsOfChunk(chunk: Uint8Array, onBroken: (reason: string) => void): Generator<Record<string, unknown>> {
  const xml = new BinaryXml(chunk);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const freeSpace = chunk.length >= 52 ? view.getUint32(48, true) : chunk.length;
  const isEndKnown = freeSpace >= firstRecord && freeSpace <= chunk.length;
  const end = isEndKnown ? freeSpace : chunk.length;
  if (!isEndKnown) onBroken("a chunk whose header cannot be right, or that is cut off");
  for (let at = firstRecord; at + recordHeader <= end; ) {
    if (view.getUint32(at, true) !== 0x00002a2a) {
      if (isEndKnown) onBroken(`no record at ${at}, where one should be`);
      return;
    }
    const size = view.getUint32(at + 4, true);
    if (size < recordHeader + 4 || at + size > chunk.length) {
      onBroken(`a record at ${at} with the impossible size ${size}`);
      return;
    }
    try {
      const root = xml.decode(at + recordHeader, at + size - 4).find((part) => part.kind === "element");
      if (root === undefined) onBroken(`a record at ${at} without an event`);
      else yield { [root.element.name]: objectOf(root.element) };
    } catch (error) {
      if (!(error instanceof UnreadableLog)) throw error;
      onBroken(`a record at ${at}: ${error.message}`);
    }
    at += size;
  }
}

type JsonValue = EvtxScalar | JsonValue[] | { [key: string]: JsonValue };

function objectOf(element: XmlElement): JsonValue {
  const result: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  const attributes: Record<string, JsonValue> = {};
  for (const { name, content } of element.attributes) {
    const value = valueOf(content);
    if (value !== null && value !== "") attributes[name] = value;
  }
  const unnamed: JsonValue[] = [];
  for (const part of element.content) {
    if (part.kind !== "element") continue;
    const kid = part.element;
    const named =
      kid.name === "Data" || kid.name === "ComplexData"
        ? kid.attributes.find(({ name }) => name === "Name")
        : undefined;
    const key = named === undefined ? kid.name : textOfContent(named.content);
    const value = named === undefined ? objectOf(kid) : contentOf(kid);
    if (kid.name === "Data" && named === undefined) unnamed.push(value);
    else if (Object.hasOwn(result, key)) result[key] = [result[key] ?? null, value].flat();
    else result[key] = value;
  }
  if (unnamed.length > 0) result["Data"] = unnamed.length === 1 ? (unnamed[0] ?? null) : unnamed;
  const hasKids = element.content.some((part) => part.kind === "element");
  const hasAttributes = Object.keys(attributes).length > 0;
  if (!hasKids && !hasAttributes) return contentOf(element);
  if (hasAttributes) result["#attributes"] = attributes;
  const text = hasKids ? null : valueOf(element.content);
  if (text !== null && text !== "") result["#text"] = text;
  return { ...result };
}

function contentOf(element: XmlElement): JsonValue {
  const hasKids = element.content.some((part) => part.kind === "element");
  return hasKids ? objectOf({ ...element, attributes: [] }) : valueOf(element.content);
}

/** A single value keeps its type; several become one text. No content is null. */
function valueOf(content: readonly XmlContent[]): JsonValue {
  const [only] = content;
  if (only === undefined) return null;
  if (content.length === 1 && only.kind === "value") return only.value;
  return textOfContent(content);
}

function textOfContent(content: readonly XmlContent[]): string {
  return content.map((part) => (part.kind === "value" ? [part.value].flat().join(", ") : "")).join("");
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString("latin1");
}
