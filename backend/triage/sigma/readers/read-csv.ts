// Events out of CSV or TSV: the first row names the fields.

import { parse } from "csv-parse/sync";
import type { SourceEvent } from "../compile-sigma.ts";
import { UnreadableLog } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";

/** @throws UnreadableLog with the row at which the text stops being CSV */
export function* readCsvEvents(text: string, limits: ReadLimits): Generator<SourceEvent> {
  const delimiter = delimiterOf(text);
  let rows: Record<string, string>[];
  try {
    rows = parse<Record<string, string>>(text, {
      bom: true,
      columns: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: false,
      max_record_size: limits.eventLength,
      to: limits.events + 1,
    });
  } catch (error) {
    throw new UnreadableLog(`not CSV: ${error instanceof Error ? error.message.slice(0, 200) : "unreadable"}`);
  }
  if (rows.length > limits.events) throw new UnreadableLog(`more than ${limits.events} events`);
  for (const [ordinal, row] of rows.entries()) {
    const event: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(row)) if (value !== "") event[key.trim()] = value;
    yield { event, ordinal };
  }
}

/** Whether the first row looks like names of fields and the second has as many cells. */
export function looksLikeCsv(text: string): boolean {
  const [first = "", second = ""] = text.slice(0, 65_536).split(/\r?\n/);
  const delimiter = delimiterOf(text);
  const names = first.replace(/^\ufeff/, "").split(delimiter);
  const isHeader = names.length >= 3 && names.every((name) => /^"?[A-Za-z@_][\w .@()#/:-]{0,100}"?$/.test(name.trim()));
  return isHeader && second.split(delimiter).length >= names.length;
}

function delimiterOf(text: string): string {
  const first = text.slice(0, 65_536).split("\n", 1)[0] ?? "";
  const counts = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
