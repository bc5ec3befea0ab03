// Bytes around hits as rows of a hex dump, the hits marked. Pure.
import type { HexRow } from "./model.ts";

const rowLength = 16;
const shownRows = 64;

export interface BytesWindow {
  offset: number;
  /** Two lower-case digits a byte. */
  hex: string;
}

export interface ByteHit {
  offset: number;
  length: number;
  /** The name of the rule's string. */
  string: string;
}

/** @returns rows in order of their offset, each once, gaps between windows left out; at most 64 */
export function showBytes(windows: readonly BytesWindow[], hits: readonly ByteHit[]): HexRow[] {
  const bytes = new Map<number, string>();
  for (const { offset, hex } of windows)
    for (let at = 0; at + 2 <= hex.length; at += 2) bytes.set(offset + at / 2, hex.slice(at, at + 2));
  const starts = new Set([...bytes.keys()].map((offset) => offset - (offset % rowLength)));
  return [...starts]
    .sort((a, b) => a - b)
    .slice(0, shownRows)
    .map((start) => toRow(start, bytes, hits));
}

function toRow(start: number, bytes: ReadonlyMap<number, string>, hits: readonly ByteHit[]): HexRow {
  let first = 0;
  while (first < rowLength && !bytes.has(start + first)) first++;
  const offset = start + first;
  const shown: string[] = [];
  for (let at = offset; at < start + rowLength; at++) {
    const byte = bytes.get(at);
    if (byte === undefined) break;
    shown.push(byte);
  }
  const end = offset + shown.length;
  const marks = hits
    .filter((hit) => hit.offset < end && hit.offset + hit.length > offset)
    .map((hit) => ({
      start: Math.max(0, hit.offset - offset),
      end: Math.min(shown.length, hit.offset + hit.length - offset),
      label: hit.string,
    }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return { offset, bytes: shown, text: shown.map(characterOf).join(""), marks };
}

function characterOf(byte: string): string {
  const code = Number.parseInt(byte, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".";
}
