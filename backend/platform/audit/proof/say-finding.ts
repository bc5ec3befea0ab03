// A finding in words, by a translator over the room `log`: the verdict, then the rows, the witnesses, and what one should know beside it.
import { aboutOf } from "./export.ts";
import type { Finding } from "./findings.ts";
import type { LogRecord } from "./leaf.ts";

type Say = (key: string, values?: Record<string, string | number>) => string;

/** The verdict first. At most ten rows are named. */
export function sayFinding(say: Say, finding: Finding): string[] {
  const shown = finding.records.slice(0, 10);
  const rest = finding.records.length - shown.length;
  return [
    say(`log.verify.${finding.says}`, finding.values),
    ...shown.map((record) => say("log.verify.row", { at: record.at, act: record.action, about: nameOf(record) })),
    ...(rest > 0 ? [say("log.verify.more_rows", { count: rest })] : []),
    ...finding.attested.map((one) => say("log.verify.witnessed", { witness: one.witness, at: one.at })),
    ...finding.notes.map((note) => say(`log.verify.${note.says}`, note.values)),
  ];
}

/** What a row is about, by the reference that people know where the row has one. */
function nameOf(record: LogRecord): string {
  const { reference } = record.detail;
  return typeof reference === "string" ? `${record.objectType} ${reference}` : aboutOf(record);
}
