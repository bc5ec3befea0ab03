// One JSON line a rule and event or file, as `toguna scan` prints it.
import type { Finding } from "../model.ts";

/** Streams that a command writes to; the process's own, or a test's. */
export interface ScanIo {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/** `isExplained` adds what the finding knows beyond the six keys: version, places, reason, references, author. */
export function writeLine(finding: Finding, isExplained: boolean): string {
  const { engine, ruleId, title, level, source, at } = finding;
  const line = { engine, ruleId, rule: title, level, source, at };
  if (!isExplained) return `${JSON.stringify(line)}\n`;
  const { ruleVersion, locations, why, references, author } = finding;
  return `${JSON.stringify({ ...line, ruleVersion, why, locations, references, ...(author === undefined ? {} : { author }) })}\n`;
}
