// The readers' door: bytes of a log in any known format become events, with what the format says of their origin.

import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { SourceEvent } from "../compile-sigma.ts";
import { auditdFormat } from "./auditd.ts";
import { cefFormat, leefFormat } from "./cef-leef.ts";
import { UnreadableLog, defaultLimits, maxTextBytes } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";
import type { LineFormat } from "./line-format.ts";
import { looksLikeCsv, readCsvEvents } from "./read-csv.ts";
import { isEvtx, readEvtxEvents } from "./read-evtx.ts";
import { readJsonEvents } from "./read-json.ts";
import { syslogFormat } from "./syslog.ts";
import { combinedFormat, makeW3cFormat } from "./web-log.ts";

export { defaultLimits } from "./limits.ts";
export type { ReadLimits } from "./limits.ts";

const unpack = promisify(gunzip);

/** Events of one log, read as they are asked for, once. Afterwards `problems` says what could not be read. */
export interface LogEvents {
  isLog: true;
  /** "JSON", "EVTX", "CSV", "syslog", … */
  format: string;
  events: Iterable<SourceEvent>;
  /** Empty where all was read; a broken file gives its readable events first, and a sentence here. */
  problems: string[];
}

export type ReadResult = LogEvents | { isLog: false; reason: string };

/**
 * Tells a log by its content (the name decides only between CSV, plain lines and no log) and reads its events: JSON
 * documents, arrays, concatenated documents and NDJSON, EVTX, CSV, syslog, auditd, web access logs, CEF and LEEF, each
 * also gzipped.
 * @returns `isLog: false` with a reason for anything else; never throws for what is in the bytes
 */
export async function readEvents(
  name: string,
  bytes: Uint8Array,
  limits: ReadLimits = defaultLimits,
): Promise<ReadResult> {
  if (bytes.length > limits.bytes) return noLog(`larger than ${limits.bytes} bytes`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      const maxOutputLength = Math.min(limits.bytes, maxTextBytes);
      return readPlain(name.replace(/\.gz$/i, ""), await unpack(bytes, { maxOutputLength }), limits);
    } catch (error) {
      return noLog(`gzip that cannot be unpacked: ${error instanceof Error ? error.message : "unreadable"}`);
    }
  }
  return readPlain(name, bytes, limits);
}

function readPlain(name: string, bytes: Uint8Array, limits: ReadLimits): ReadResult {
  if (isEvtx(bytes)) return guarded("EVTX", (problems) => readEvtxEvents(bytes, limits, keep(problems)));
  if (bytes.length > maxTextBytes) return noLog(`a text larger than ${maxTextBytes} bytes`);
  const text = decode(bytes);
  if (text === null) return noLog("not a text and not a Windows event log");
  if (text.trim() === "") return noLog("empty");
  if (looksLikeJson(text)) return guarded("JSON", () => readJsonEvents(text, limits));
  const lines = text
    .slice(0, 65_536)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const formats = [auditdFormat, makeW3cFormat(), combinedFormat, syslogFormat, cefFormat, leefFormat];
  const format = formats.find((one) => lines.some((line) => one.recognises(line)));
  const isTable =
    /\.(csv|tsv)$/i.test(name) || (format === undefined && looksLikeCsv(text) && /\.(log|txt)$/i.test(name));
  if (isTable && looksLikeCsv(text)) return guarded("CSV", () => readCsvEvents(text, limits));
  if (format !== undefined) return guarded(format.name, (problems) => readLines(text, format, limits, keep(problems)));
  if (/\.(log|out|err)(\.\d+)?$/i.test(name))
    return guarded("lines", () => readLines(text, plainFormat, limits, () => {}));
  return noLog("no format of a log that is known here");
}

const plainFormat: LineFormat = {
  name: "lines",
  recognises: () => true,
  parse: (line) =>
    line.trim() === "" ? null : { event: { message: line }, logsource: { categories: ["logfile", "application"] } },
};

/** Lines the format cannot read are left out; how many there were is told at the end. */
function* readLines(
  text: string,
  format: LineFormat,
  limits: ReadLimits,
  onBroken: (reason: string) => void,
): Generator<SourceEvent> {
  let ordinal = 0;
  let skipped = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    start = end + 1;
    if (line.trim() === "") continue;
    const parsed = line.length > limits.eventLength ? null : format.parse(line);
    if (parsed === null) {
      if (!line.startsWith("#")) skipped++;
      continue;
    }
    if (ordinal >= limits.events) throw new UnreadableLog(`more than ${limits.events} events`);
    yield { ...parsed, ordinal: ordinal++ };
  }
  if (skipped > 0) onBroken(`${skipped} lines are not ${format.name}`);
}

/** Turns what a reader throws into a problem at the end of its events. */
function guarded(format: string, read: (problems: string[]) => Generator<SourceEvent>): LogEvents {
  const problems: string[] = [];
  function* events(): Generator<SourceEvent> {
    try {
      yield* read(problems);
    } catch (error) {
      if (!(error instanceof UnreadableLog)) throw error;
      problems.push(error.message);
    }
  }
  return { isLog: true, format, events: events(), problems };
}

/** The first few problems of a file say enough. */
function keep(problems: string[]): (reason: string) => void {
  return (reason) => {
    if (problems.length < 20) problems.push(reason);
  };
}

/** UTF-8, or UTF-16 with its mark; null where NUL bytes say that it is no text. */
function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.subarray(0, 8_192).includes(0)) return null;
  return new TextDecoder("utf-8").decode(bytes);
}

/** A map, or a list of maps or lists; RFC 7464 puts a record separator before each. */
function looksLikeJson(text: string): boolean {
  const start = text.slice(0, 4_096).replaceAll("\u001e", "");
  return /^\s*(?:\{\s*["}]|\[\s*[[{\]])/.test(start);
}

function noLog(reason: string): ReadResult {
  return { isLog: false, reason };
}
