// Events out of a text: JSON in its forms, and logs that are lines. Runs in browsers too; tables are read where a reader for them is given.

import type { SourceEvent } from "../compile-sigma.ts";
import { auditdFormat } from "./auditd.ts";
import { cefFormat, leefFormat } from "./cef-leef.ts";
import { ciscoFormat } from "./cisco-ios.ts";
import { UnreadableLog } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";
import type { LineFormat } from "./line-format.ts";
import { readJsonEvents } from "./read-json.ts";
import { syslogFormat } from "./syslog.ts";
import { combinedFormat, makeW3cFormat } from "./web-log.ts";

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

/** A reader of tables, where there is one. */
export interface TableReader {
  recognises(text: string): boolean;
  read(text: string, limits: ReadLimits): Generator<SourceEvent>;
}

/** Tells the format by the content; the name decides only between tables, plain lines and no log. */
export function readTextEvents(name: string, text: string, limits: ReadLimits, tables?: TableReader): ReadResult {
  if (looksLikeJson(text)) return guarded("JSON", () => readJsonEvents(text, limits));
  const lines = text
    .slice(0, 65_536)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const formats = [auditdFormat, makeW3cFormat(), combinedFormat, syslogFormat, ciscoFormat, cefFormat, leefFormat];
  const format = formats.find((one) => lines.some((line) => one.recognises(line)));
  const looksLikeTable = tables?.recognises(text) ?? false;
  const isTable = /\.(csv|tsv)$/i.test(name) || (format === undefined && looksLikeTable && /\.(log|txt)$/i.test(name));
  if (tables && isTable && looksLikeTable) return guarded("CSV", () => tables.read(text, limits));
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
export function guarded(format: string, read: (problems: string[]) => Generator<SourceEvent>): LogEvents {
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
export function keep(problems: string[]): (reason: string) => void {
  return (reason) => {
    if (problems.length < 20) problems.push(reason);
  };
}

/** A map, or a list of maps or lists; RFC 7464 puts a record separator before each. */
function looksLikeJson(text: string): boolean {
  const start = text.slice(0, 4_096).replaceAll("\u001e", "");
  return /^\s*(?:\{\s*["}]|\[\s*[[{\]])/.test(start);
}

export function noLog(reason: string): ReadResult {
  return { isLog: false, reason };
}
