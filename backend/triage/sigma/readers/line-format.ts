// What a reader of a line-based log is: how it knows its lines, and what a line becomes.

import type { LogsourceHint } from "../logsources.ts";

export interface LineEvent {
  event: Record<string, unknown>;
  logsource: LogsourceHint;
}

export interface LineFormat {
  name: string;
  /** Whether a line is surely of this format; asked of the first lines of a file. */
  recognises: (line: string) => boolean;
  /** Null for a line that holds no event (a comment, a header, a line cut off). */
  parse: (line: string) => LineEvent | null;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Number of a month by its English abbreviation, 1 to 12; undefined for another word. */
export function monthNumber(name: string): number | undefined {
  const index = months.indexOf(name.toLowerCase());
  return index < 0 ? undefined : index + 1;
}

/** `2026-11-22T01:02:03Z` from parts as texts; `zone` is "Z" or an offset. */
export function isoTime(year: number | string, month: number, day: string, clock: string, zone = "Z"): string {
  return `${year}-${String(month).padStart(2, "0")}-${day.trim().padStart(2, "0")}T${clock}${zone}`;
}

/** Pairs such as `a=1 b="two words"`; a value runs to the next blank unless quoted. */
export function keyValues(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [, key = "", quoted, single, bare] of text.matchAll(
    /([A-Za-z_][\w.-]*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))/g,
  ))
    if (!Object.hasOwn(result, key)) result[key] = quoted ?? single ?? bare ?? "";
  return result;
}
