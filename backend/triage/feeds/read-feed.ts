// Reads a list of any known form: tells the form by the content where it is not given, and hands the text to its reader. Pure.
import { load } from "js-yaml";
import {
  type FeedFrame,
  type Indicator,
  type IndicatorList,
  readCsvFeed,
  readIndicatorList,
  readMispFeed,
  readPlainFeed,
  readWarninglists,
} from "../indicators/index.ts";
import type { FeedFormat } from "./model.ts";

export interface ReadEdition {
  format: FeedFormat;
  /** Absent of a warning list. */
  list: IndicatorList | null;
  indicators: Indicator[];
  /** Entries of a warning list, or indicators. */
  entries: number;
  refused: { field: string; reason: string }[];
  skipped: Record<string, number>;
}

/** @returns the edition, or a sentence why the whole file is refused; never throws for what is in the text */
export function readFeed(text: string, name: string, frame: FeedFrame, given?: FeedFormat): ReadEdition | string {
  const format = given ?? detectFormat(text);
  if (format === "warninglist") return readWarninglist(text, name);
  const read = format === "list" ? readOwnList(text, name, frame) : readers[format](text, name, frame);
  if (Array.isArray(read))
    return read.map(({ field, reason }) => (field === "" ? reason : `${field}: ${reason}`)).join("; ");
  const refused = read.refused.map(({ field, reason }) => ({ field, reason }));
  const skipped = "skipped" in read ? Object.fromEntries(read.skipped) : {};
  if (read.indicators.length === 0) {
    const first = refused[0];
    return `no entry could be used${first === undefined ? "" : `; the first: ${first.field}: ${first.reason}`}`;
  }
  return { format, list: read.list, indicators: read.indicators, entries: read.indicators.length, refused, skipped };
}

const readers = { misp: readMispFeed, csv: readCsvFeed, plain: readPlainFeed } as const;

/** Our own form says of itself what the frame says of others; its name stays that of the frame, so that editions follow one another. */
function readOwnList(text: string, name: string, frame: FeedFrame) {
  const read = readIndicatorList(text, name);
  if (Array.isArray(read)) return read;
  return { ...read, list: { ...read.list, id: frame.id, licence: read.list.licence ?? frame.licence ?? "" } };
}

function readWarninglist(text: string, name: string): ReadEdition | string {
  const { refused } = readWarninglists([{ path: name, text }]);
  const whole = refused.find(({ field }) => !field.startsWith("list["));
  if (whole !== undefined) return whole.field === "" ? whole.reason : `${whole.field}: ${whole.reason}`;
  const { list } = JSON.parse(text) as { list: string[] };
  return {
    format: "warninglist",
    list: null,
    indicators: [],
    entries: list.length - refused.length,
    refused: refused.map(({ field, reason }) => ({ field, reason })),
    skipped: {},
  };
}

/** JSON with a list and its matching attributes is a warning list, other JSON is MISP's; YAML with a marking is our own form. */
export function detectFormat(text: string): FeedFormat {
  const start = text.replace(/^\ufeff/, "").trimStart();
  if (/^[{[]/.test(start)) {
    try {
      const document: unknown = JSON.parse(start);
      const isList = typeof document === "object" && document !== null && "list" in document && "type" in document;
      return isList ? "warninglist" : "misp";
    } catch {
      return "misp";
    }
  }
  if (/^indicators:/m.test(start) && /^marking:/m.test(start) && isMap(start)) return "list";
  const header = start.split(/\r?\n/).find((line) => line.trim() !== "" && !/^#[^,;]*$/.test(line)) ?? "";
  return /^#?\s*"?[a-z_ ]+"?[,;\t]/i.test(header) ? "csv" : "plain";
}

function isMap(text: string): boolean {
  try {
    const document: unknown = load(text);
    return typeof document === "object" && document !== null && !Array.isArray(document);
  } catch {
    // Broken YAML of our form is told by its reader, with the place.
    return true;
  }
}
