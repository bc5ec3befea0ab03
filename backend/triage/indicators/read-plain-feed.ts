// Reads plain lists: one value a line, its kind told by its look.
import { type FeedFrame, type ReadFeed, toList } from "./feed.ts";
import type { Refusal } from "./model.ts";
import { guessKind } from "./normalise.ts";
import { readEntries } from "./read-list.ts";

/** Reads one value a line; "#", ";" and "//" begin comments, and a hosts file's leading address is dropped. */
export function readPlainFeed(text: string, path: string, frame: FeedFrame): ReadFeed {
  const entries: unknown[] = [];
  const refused: Refusal[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const [whole = "", ...comment] = line.split(/\s+#|^#|^;|^\/\//);
    const value = whole.trim().replace(/^(?:0\.0\.0\.0|127\.0\.0\.1)\s+(?=\S)/, "");
    if (value === "") continue;
    const kind = guessKind(value);
    if (kind === null)
      refused.push({
        path,
        field: `line ${index + 1}`,
        reason: `expected a value such as an address, a domain or a hash, got "${value.slice(0, 80)}"`,
      });
    else
      entries.push({ value, kind, why: comment.join(" ").trim().slice(0, 2000), confidence: frame.confidence ?? 50 });
  }
  const read = readEntries(entries, path);
  return {
    list: toList(frame, text),
    indicators: read.indicators,
    refused: [...refused, ...read.refused],
    skipped: new Map(),
  };
}
