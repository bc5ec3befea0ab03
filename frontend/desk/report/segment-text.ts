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
    segments.push({ text: text.slice(start, end), marks: over });
  }
  return segments;
}

/** A piece of a dangerous value as it is shown: hxxp and [.], so that no program or habit makes a link of it. */
export function defangPiece(text: string): string {
  if (/\[\.\]|hxxp|\(\.\)|\[dot\]/i.test(text)) return text;
  return text.replace(/http(?=s?:\/\/)/gi, "hxxp").replace(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu, "[.]");
}
