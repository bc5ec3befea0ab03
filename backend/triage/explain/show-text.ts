// Text around matched places: from the report's own words where they still stand, else from what was kept with the finding. Pure.
import type { Evidence, Location } from "../model.ts";
import type { ShownEvidence } from "./model.ts";

type TextPlace = Extract<Location, { kind: "text" }>;
type Excerpt = Extract<Evidence, { kind: "excerpt" }>;

const around = 200;
const shownExcerpts = 6;

/**
 * @param texts the report's subject and description by part name
 * @param label what each mark answers
 */
export function showText(
  places: readonly TextPlace[],
  excerpts: readonly Excerpt[],
  texts: Readonly<Record<string, string>>,
  label: string,
): ShownEvidence[] {
  const shown: Extract<ShownEvidence, { kind: "text" }>[] = [];
  for (const place of [...places].sort((a, b) => a.part.localeCompare(b.part) || a.start - b.start)) {
    const holder = shown.find((one) => one.part === place.part && holds(one, place));
    const window = holder ?? windowOf(place, excerpts, texts);
    const mark = { start: place.start - window.start, end: place.end - window.start, label };
    if (holder === undefined) {
      if (shown.length === shownExcerpts) break;
      shown.push({ ...window, marks: [mark] });
    } else holder.marks.push(mark);
  }
  return shown;
}

function holds({ start, text }: { start: number; text: string }, place: TextPlace): boolean {
  return place.start >= start && place.end <= start + text.length;
}

function windowOf(
  place: TextPlace,
  excerpts: readonly Excerpt[],
  texts: Readonly<Record<string, string>>,
): Extract<ShownEvidence, { kind: "text" }> {
  const base = { kind: "text", part: place.part, marks: [] } as const;
  const whole = texts[place.part];
  // A text that was changed since then is not shown with marks that belong to another.
  if (whole?.slice(place.start, place.end) === place.text) {
    const start = Math.max(0, place.start - around);
    return { ...base, marks: [], start, text: whole.slice(start, place.end + around) };
  }
  const kept = excerpts.find((one) => one.part === place.part && holds(one, place));
  if (kept) return { ...base, marks: [], start: kept.start, text: kept.text };
  return { ...base, marks: [], start: place.start, text: place.text };
}
