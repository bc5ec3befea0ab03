// The text of a scanned part as extraction wants it, and the part's hashes as observables.
import type { Observable } from "../model.ts";
import type { ScannedPart } from "../yara/index.ts";

/** Fields that stand decoded in the mail's own headers part. */
const decodedFields = /^(?:from|reply-to|to|cc|subject|date|message-id):/i;

/**
 * @returns UTF-8 or UTF-16 text; of a whole mail only the header fields that are not decoded in a part of their own
 *   (Received, X-…), since its texts and attachments are parts; null where the part was not kept
 */
export function readPartText(part: ScannedPart): string | null {
  if (part.bytes === undefined || isEventLog(part.bytes)) return null;
  const text = decode(part.bytes);
  if (part.type !== "mail") return text;
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? "";
  return head
    .split(/\r?\n(?![ \t])/)
    .filter((field) => !decodedFields.test(field))
    .join("\n");
}

/** Windows event logs are kept for the Sigma engine; as text they are nothing. */
const isEventLog = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 8)).toString("latin1") === "ElfFile\0";

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The part itself as values to look up. */
export const hashObservables = (part: ScannedPart): Observable[] =>
  (["md5", "sha1", "sha256"] as const).flatMap((kind): Observable[] => {
    const value = part.hashes?.[kind];
    if (value === undefined) return [];
    return [{ kind, raw: value, value, role: "unknown", part: part.path, start: 0, end: 0, isChecked: true }];
  });
