// Pure parts of reading: page cursors, titles, masks, and what an actor can do with a report or case as it stands.
import { invalidInput } from "../platform/errors/index.ts";
import { isId } from "../platform/ids/index.ts";
import type { FileView } from "./model.ts";

/** A position in a sorted list, as opaque text. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

const fits = {
  rank: (part: unknown) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  // As the lists write it, with microseconds.
  instant: (part: unknown) =>
    typeof part === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(part) &&
    !Number.isNaN(Date.parse(part)),
  id: (part: unknown) => typeof part === "string" && isId(part),
} as const;

/** Reads a cursor back. @throws invalid_input when it is not one of ours or of another list. */
export function readCursor(text: string, kinds: readonly (keyof typeof fits)[]): (string | number)[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (Array.isArray(parts) && parts.length === kinds.length && kinds.every((kind, index) => fits[kind](parts[index])))
      return parts as (string | number)[];
  } catch {
    // Falls through to the same refusal.
  }
  throw invalidInput([{ path: "cursor", message: "Expected the `next` of an earlier page." }]);
}

/** What a report is called in lists: its subject, else its first line, cut at a word; at most 110 characters. */
export function titleOf(subject: string, description: string): string {
  const text = (subject.trim() || description.trim()).replace(/\s+/g, " ");
  if (text.length <= 110) return text;
  const cut = text.slice(0, 109);
  const space = cut.lastIndexOf(" ");
  return `${space > 60 ? cut.slice(0, space) : cut}…`;
}

/** "a…@example.org": enough to tell two apart, too little to write to. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "…" : `${address.slice(0, 1)}…${address.slice(at)}`;
}

const pictures = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/tiff"]);
const texts = new Set(["application/json", "application/x-ndjson", "application/xml", "message/rfc822"]);

/** How a file can be shown safely. The name only helps where the type says nothing. */
export function kindOfFile(name: string, mediaType: string): FileView["kind"] {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "message/rfc822" || /\.eml$/i.test(name)) return "mail";
  if (pictures.has(type)) return "picture";
  if (type.startsWith("text/") || texts.has(type) || /\.(txt|log|csv|json|ndjson|jsonl|xml|html?|eml)$/i.test(name))
    return "text";
  return "other";
}

export interface ReportFacts {
  status: string;
  hasCase: boolean;
  answerChannel: string;
  hasIdentity: boolean;
}

/** What can be done with a report as it stands, by somebody whose permissions `may` tells. */
export function canWithReport(
  may: (
    act:
      | "case.open"
      | "case.join"
      | "report.close"
      | "report.assign"
      | "report.assess"
      | "report.answer"
      | "finding.judge"
      | "file.download",
  ) => boolean,
  report: ReportFacts,
) {
  const isEnded = report.status === "closed" || report.status === "rejected";
  const isFree = !isEnded && !report.hasCase;
  return {
    open: isFree && may("case.open"),
    join: isFree && may("case.join"),
    reject: isFree && may("report.close"),
    close: isFree && may("report.close"),
    reopen: isEnded && !report.hasCase && may("report.close"),
    assign: may("report.assign") && !isEnded,
    assess: may("report.assess"),
    answer: may("report.answer") && report.answerChannel !== "none",
    judge: may("finding.judge"),
    download: may("file.download"),
    reveal: may("report.answer") && report.hasIdentity,
  };
}
