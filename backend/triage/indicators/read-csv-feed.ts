// Reads CSV feeds by the names of their columns, whatever order and whoever's words those are.
import { parse } from "csv-parse/sync";
import { type ObservableKind, observableKinds } from "../model.ts";
import { addressKind, type FeedFrame, instantOf, markingOf, type ReadFeed, toList } from "./feed.ts";
import type { Refusal } from "./model.ts";
import { guessKind } from "./normalise.ts";
import { readEntries } from "./read-list.ts";

/** Header names, lower-cased, that feeds use for our fields. */
const columns: Record<string, readonly string[]> = {
  value: [
    "value",
    "indicator",
    "ioc",
    "ioc_value",
    "observable",
    "dst_ip",
    "ip",
    "domain",
    "url",
    "hash",
    "sha256",
    "email",
  ],
  kind: ["kind", "type", "ioc_type", "indicator_type"],
  why: ["why", "description", "comment", "threat", "malware", "malware_printable", "tags"],
  firstSeen: ["firstseen", "first_seen", "first_seen_utc", "dateadded", "date"],
  lastSeen: ["lastseen", "last_seen", "last_seen_utc", "last_online"],
  confidence: ["confidence", "confidence_level", "score"],
  expiresAt: ["expiresat", "expires", "valid_until"],
  marking: ["marking", "tlp"],
};

// A Map: feeds may name a type "toString".
const kindWords = new Map<string, ObservableKind>(
  Object.entries({
    ip: "ipv4",
    "ip-src": "ipv4",
    "ip-dst": "ipv4",
    ipaddress: "ipv4",
    hostname: "domain",
    fqdn: "domain",
    uri: "url",
    mail: "email",
    md5_hash: "md5",
    sha1_hash: "sha1",
    sha256_hash: "sha256",
    btc: "wallet",
    filename: "file_name",
  }),
);

/** The word of a feed for a kind, or what the value looks like. */
function kindOf(word: string, value: string): ObservableKind | null {
  const lower = word.trim().toLowerCase();
  const named = observableKinds.find((kind) => kind === lower) ?? kindWords.get(lower);
  if (named === "ipv4") return addressKind(value.trim());
  return named ?? guessKind(value);
}

/** Reads a CSV file whose first line (after "#" comments) names its columns; a leading "#" of that line is allowed. */
export function readCsvFeed(text: string, path: string, frame: FeedFrame): ReadFeed | Refusal[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const names = (line: string) =>
    line
      .replace(/^#\s*/, "")
      .toLowerCase()
      .split(/[,;\t]/)
      .map((name) => name.trim().replace(/^"|"$/g, ""));
  const header = lines.findIndex(
    (line) => names(line).length > 1 && names(line).some((name) => columns["value"]?.includes(name) === true),
  );
  if (header < 0)
    return [
      { path, field: "header", reason: `expected a line of column names, one of them ${columns["value"]?.join(", ")}` },
    ];
  let records: string[][];
  try {
    const body = [
      lines[header]?.replace(/^#\s*/, ""),
      ...lines.slice(header + 1).filter((line) => !line.startsWith("#")),
    ].join("\n");
    records = parse(body, {
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: [",", ";", "\t"],
    });
  } catch (error) {
    return [{ path, field: "", reason: `expected CSV: ${error instanceof Error ? error.message : String(error)}` }];
  }
  const [head = [], ...body] = records;
  const columnOf = (field: string) => head.findIndex((name) => columns[field]?.includes(name.toLowerCase()) === true);
  const at = Object.fromEntries(Object.keys(columns).map((field) => [field, columnOf(field)]));
  const cell = (record: string[], field: string) => record[at[field] ?? -1] ?? "";
  const skipped = new Map<string, number>();
  const entries: unknown[] = [];
  for (const record of body) {
    const value = cell(record, "value");
    const kind = kindOf(cell(record, "kind"), value);
    if (kind === null) {
      const word = cell(record, "kind") || "unrecognised value";
      skipped.set(word, (skipped.get(word) ?? 0) + 1);
      continue;
    }
    const confidence = Number(cell(record, "confidence") || Number.NaN);
    entries.push({
      value,
      kind,
      why: cell(record, "why").slice(0, 2000),
      firstSeen: instantOf(cell(record, "firstSeen")),
      lastSeen: instantOf(cell(record, "lastSeen")),
      confidence:
        Number.isFinite(confidence) && confidence >= 0 && confidence <= 100 ? confidence : (frame.confidence ?? 50),
      expiresAt: instantOf(cell(record, "expiresAt")),
      marking: markingOf(cell(record, "marking").replace(/^(?!tlp:)(?=.)/i, "TLP:")),
    });
  }
  return { list: toList(frame, text), ...readEntries(entries, path), skipped };
}
