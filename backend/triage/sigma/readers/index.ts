// The readers' door: bytes of a log in any known format become events, with what the format says of their origin.

import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { defaultLimits, maxTextBytes } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";
import { looksLikeCsv, readCsvEvents } from "./read-csv.ts";
import { isEvtx, readEvtxEvents } from "./read-evtx.ts";
import { guarded, keep, noLog, readTextEvents } from "./text-events.ts";
import type { ReadResult } from "./text-events.ts";

export { defaultLimits } from "./limits.ts";
export type { ReadLimits } from "./limits.ts";
export type { LogEvents, ReadResult } from "./text-events.ts";

const unpack = promisify(gunzip);

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
  return readTextEvents(name, text, limits, readCsv);
}

const readCsv = { recognises: looksLikeCsv, read: readCsvEvents };

/** UTF-8, or UTF-16 with its mark; null where NUL bytes say that it is no text. */
function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.subarray(0, 8_192).includes(0)) return null;
  return new TextDecoder("utf-8").decode(bytes);
}
