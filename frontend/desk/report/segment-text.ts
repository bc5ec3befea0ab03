// Cuts a text into pieces at the edges of its marks, so that overlapping findings and observables can both be shown. Pure.

export interface TextMark {
  id: string;
  kind: "observable" | "finding";
  /** UTF-16 offsets into the text; `end` is not included. */
  start: number;
  end: number;
  /** Told on the mark: what it is and why. */
  title: string;
  role?: string;
  isDangerous?: boolean;
}

export interface Segment {
  /** Where the piece begins in the text. */
  start: number;
  text: string;
  marks: TextMark[];
}

/** Segments in order; joined they are the text again. Marks outside the text or empty are dropped, those that stick out are cut. */
export function segmentText(text: string, marks: readonly TextMark[]): Segment[] {
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(0, mark.start), end: Math.min(text.length, mark.end) }))
    .filter((mark) => mark.start < mark.end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const edges = [...new Set([0, text.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort(
    (a, b) => a - b,
  );
  const segments: Segment[] = [];
  let first = 0;
  for (let index = 0; index + 1 < edges.length; index++) {
    const start = edges[index] ?? 0;
    const end = edges[index + 1] ?? text.length;
    // Marks are sorted by start: those before `first` have all ended.
    while (first < inside.length && (inside[first]?.end ?? 0) <= start) first++;
    const over: TextMark[] = [];
    for (let at = first; at < inside.length; at++) {
      const mark = inside[at];
      if (!mark || mark.start >= end) break;
      if (mark.end > start) over.push(mark);
    }
    segments.push({ start, text: text.slice(start, end), marks: over });
  }
  return segments;
}

/**
 * What to write instead of single characters so that no program or habit makes a link of a dangerous value: hxxp and [.].
 * By offset into the whole text, so that marks which cut a value in two do not hide it. Web addresses that triage did not mark are included.
 */
export function defangAt(text: string, marks: readonly TextMark[]): Map<number, string> {
  const places = new Map<number, string>();
  const dangerous = marks
    .filter((mark) => mark.isDangerous)
    .map((mark) => ({ start: mark.start, value: text.slice(Math.max(0, mark.start), mark.end) }));
  const unmarked = [...text.matchAll(/\b(?:https?|ftp):\/\/\S+/gi)].map((match) => ({
    start: match.index,
    value: match[0],
  }));
  for (const { start, value } of [...dangerous, ...unmarked]) {
    if (/\[\.\]|\(\.\)|\[dot\]/i.test(value)) continue;
    const scheme = /^(https?|ftp)(?=:\/\/)/i.exec(value)?.[0] ?? "";
    if (/^http/i.test(scheme)) for (const at of [1, 2]) places.set(start + at, "x");
    else if (scheme !== "") places.set(start + 1, "x");
    for (const dot of value.matchAll(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu)) places.set(start + dot.index, "[.]");
  }
  return places;
}

/** A piece with the replacements that fall into it. */
export function writePiece(segment: Segment, places: ReadonlyMap<number, string>): string {
  let written = "";
  for (let at = 0; at < segment.text.length; at++) written += places.get(segment.start + at) ?? segment.text.charAt(at);
  return written;
}

/** The same for a value that stands alone. */
export function defangPiece(text: string): string {
  const places = defangAt(text, [
    { id: "", kind: "observable", start: 0, end: text.length, title: "", isDangerous: true },
  ]);
  return writePiece({ start: 0, text, marks: [] }, places);
}
