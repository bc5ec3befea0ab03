// The sheet that the scanners work on: the refanged text, which parts of it are taken, and what was found so far.
import type { Observable, ObservableKind } from "../model.ts";
import { originalSpan, refang, type RefangedText } from "./refang.ts";

/** A value found, in offsets of the refanged text. */
export interface Found {
  kind: ObservableKind;
  value: string;
  start: number;
  end: number;
  isChecked: boolean;
  details?: Record<string, string>;
}

export interface Sheet {
  original: string;
  refanged: RefangedText;
  text: string;
  /** 1 where a unit belongs to something already found or set aside. */
  taken: Uint8Array;
  found: Found[];
}

export function openSheet(original: string): Sheet {
  const refanged = refang(original);
  return { original, refanged, text: refanged.text, taken: new Uint8Array(refanged.text.length), found: [] };
}

/** True when nothing in [start, end) is taken. Spans found are short, so the loop is bounded by them. */
export function isFree(sheet: Sheet, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (sheet.taken[i] === 1) return false;
  return true;
}

/** Sets a stretch aside so that later scanners do not read values into it. */
export function setAside(sheet: Sheet, start: number, end: number): void {
  sheet.taken.fill(1, start, end);
}

/** Records a value unless a part of it is taken; says whether it did. */
export function take(sheet: Sheet, found: Found): boolean {
  if (found.end <= found.start || !isFree(sheet, found.start, found.end)) return false;
  setAside(sheet, found.start, found.end);
  sheet.found.push(found);
  return true;
}

/** True when the original of this stretch was written in defanged form. */
export function isDefanged(sheet: Sheet, start: number, end: number): boolean {
  const span = originalSpan(sheet.refanged, start, end);
  return span.end - span.start !== end - start;
}

/** The finding as the rest of triage sees it, with offsets into the original text. */
export function toObservable(sheet: Sheet, found: Found, part: string, role: Observable["role"]): Observable {
  const { start, end } = originalSpan(sheet.refanged, found.start, found.end);
  return {
    kind: found.kind,
    raw: sheet.original.slice(start, end),
    value: found.value,
    role,
    part,
    start,
    end,
    isChecked: found.isChecked,
    ...(found.details === undefined ? {} : { details: found.details }),
  };
}
