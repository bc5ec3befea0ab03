// Events out of JSON: one document, an array, documents one after another, or one a line; Windows events in either nesting.

import type { SourceEvent } from "../compile-sigma.ts";
import { isRecord } from "../yaml-values.ts";
import { UnreadableLog } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";

/** Keys under which exports wrap their list of events. */
const wrappers = ["Records", "records", "events", "Events", "value", "items", "hits"];

/** @throws UnreadableLog with the place where the text stops being JSON */
export function* readJsonEvents(text: string, limits: ReadLimits): Generator<SourceEvent> {
  let ordinal = 0;
  for (const document of documentsOf(text, limits))
    for (const event of eventsOf(document)) {
      if (ordinal >= limits.events) throw new UnreadableLog(`more than ${limits.events} events`);
      yield { event: prepared(event), ordinal: ordinal++ };
    }
}

function eventsOf(document: unknown): unknown[] {
  if (Array.isArray(document)) return document;
  if (!isRecord(document)) return [document];
  for (const key of wrappers) {
    const inner = document[key];
    if (Array.isArray(inner) && inner.length > 0 && inner.every(isRecord) && Object.keys(document).length <= 4)
      return inner.map((one) => (isRecord(one["_source"]) ? one["_source"] : one));
  }
  return [isRecord(document["_source"]) ? document["_source"] : document];
}

/** The values of a text that holds one or more JSON documents, whatever stands between them. */
function* documentsOf(text: string, limits: ReadLimits): Generator<unknown> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    while (at < text.length && isBetween(text.charCodeAt(at))) at++;
    if (at >= text.length) return;
    const line = wholeLine(text, at, limits);
    if (line !== null) {
      yield line.value;
      at = line.end;
      continue;
    }
    const end = endOfDocument(text, at, limits);
    const slice = text.slice(at, end);
    try {
      yield JSON.parse(slice);
    } catch (error) {
      const detail = error instanceof SyntaxError ? error.message : "unreadable";
      throw new UnreadableLog(`not JSON at character ${at}: ${detail.slice(0, 200)}`);
    }
    at = end;
  }
}

/** The common case at its cheapest: one document on one line. Null where it is not, or nests suspiciously. */
function wholeLine(text: string, start: number, limits: ReadLimits): { value: unknown; end: number } | null {
  const newline = text.indexOf("\n", start);
  const end = newline < 0 ? text.length : newline;
  if (text.charCodeAt(start) !== 123 || end - start > limits.eventLength) return null;
  const line = text.slice(start, end);
  if (hasMoreThan(line, "{", limits.depth) || hasMoreThan(line, "[", limits.depth)) return null;
  try {
    return { value: JSON.parse(line), end };
  } catch {
    return null;
  }
}

function hasMoreThan(text: string, character: string, limit: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1))
    if (++count > limit) return true;
  return false;
}

/** White space, a comma between documents, or the record separator of RFC 7464. */
function isBetween(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 44 || code === 30;
}

/** Where the document that opens at `start` ends: brackets are counted outside of strings. */
function endOfDocument(text: string, start: number, limits: ReadLimits): number {
  const first = text.charCodeAt(start);
  if (first !== 123 && first !== 91) throw new UnreadableLog(`not JSON at character ${start}: expected { or [`);
  let depth = 0;
  let eventStart = start;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfString(text, at);
    else if (code === 123 || code === 91) {
      depth++;
      if (depth > limits.depth) throw new UnreadableLog(`JSON nested deeper than ${limits.depth} at character ${at}`);
    } else if (code === 125 || code === 93) {
      depth--;
      if (depth === 0) return at + 1;
      if (depth === 1) eventStart = at;
    }
    if (at - eventStart > limits.eventLength)
      throw new UnreadableLog(`an event longer than ${limits.eventLength} characters at character ${eventStart}`);
  }
  throw new UnreadableLog(`JSON that opens at character ${start} does not end`);
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  throw new UnreadableLog(`a string that opens at character ${start} does not end`);
}

/** Windows events that came through XML keep their data as a list of named items; rules want fields. */
function prepared(event: unknown): unknown {
  if (!isRecord(event)) return event;
  const inner = isRecord(event["Event"]) ? event["Event"] : event;
  const eventData = inner["EventData"];
  if (isRecord(eventData) && eventData["Data"] !== undefined) inner["EventData"] = namedData(eventData);
  return event;
}

function namedData(eventData: Record<string, unknown>): Record<string, unknown> {
  const { Data: items, ...rest } = eventData;
  const unnamed: unknown[] = [];
  for (const item of Array.isArray(items) ? items : [items]) {
    const attributes = isRecord(item) && isRecord(item["#attributes"]) ? item["#attributes"] : item;
    const name = isRecord(attributes) ? (attributes["Name"] ?? attributes["@Name"]) : undefined;
    if (isRecord(item) && typeof name === "string") rest[name] = item["#text"] ?? item["Value"] ?? null;
    else unnamed.push(isRecord(item) ? (item["#text"] ?? item) : item);
  }
  if (unnamed.length > 0) rest["Data"] = unnamed.length === 1 ? unnamed[0] : unnamed;
  return rest;
}
