// Finds a few long literals while leaping over most of a text: Wu and Manber's shift table (1994) over pairs of characters.

import { distinct } from "./automaton.ts";

const tableSize = 4_096;
const foldOf = new Uint8Array(128);
for (let code = 0; code < 128; code++) foldOf[code] = code >= 65 && code <= 90 ? code + 32 : code;

function pairHash(first: number, second: number): number {
  return ((first << 5) ^ second) & (tableSize - 1);
}

/** True where leaping pays: few literals, none of them short. */
export function isSkippable(literals: readonly string[]): boolean {
  return (
    literals.length <= 64 &&
    literals.every((literal) => literal.length >= 5 && Buffer.byteLength(literal) === literal.length)
  );
}

/** Literals are ASCII in lower case, distinct, at least two characters long. Texts are taken as they are, in any case. */
export class SkipScanner {
  readonly minLength: number;
  private readonly literals: readonly string[];
  private readonly shifts = new Uint8Array(tableSize);
  /** Literals whose first `minLength` characters end in a pair with this hash. */
  private readonly endings = new Map<number, number[]>();

  constructor(literals: readonly string[]) {
    this.literals = literals;
    this.minLength = Math.min(255, ...literals.map((literal) => literal.length));
    this.shifts.fill(this.minLength - 1);
    for (const [id, literal] of literals.entries())
      for (let end = 1; end < this.minLength; end++) {
        const hash = pairHash(literal.charCodeAt(end - 1), literal.charCodeAt(end));
        const shift = this.minLength - 1 - end;
        if (shift < (this.shifts[hash] ?? 0)) this.shifts[hash] = shift;
        if (shift === 0) this.endings.set(hash, [...(this.endings.get(hash) ?? []), id]);
      }
  }

  /**
   * Puts the ids of the literals found into `found` from `count` on and returns the new count.
   * @param fold puts a text into lower case; called where characters beyond ASCII need more than a table
   */
  scan(text: string, found: Int32Array, count: number, fold: (text: string) => string): number {
    const { shifts, minLength } = this;
    const { length } = text;
    let total = count;
    let end = minLength - 1;
    while (end < length) {
      const first = text.charCodeAt(end - 1);
      const second = text.charCodeAt(end);
      if ((first | second) > 127) {
        // A character beyond ASCII may fold to one within; only the folded text can be trusted.
        const folded = fold(text);
        return folded === text ? this.step(text, found, total, end) : this.scanFolded(folded, found, count);
      }
      const hash = pairHash(foldOf[first] ?? 0, foldOf[second] ?? 0);
      const shift = shifts[hash] ?? 0;
      if (shift === 0) {
        const folded = fold(text);
        if (folded.length !== length) return this.scanFolded(folded, found, count);
        total = this.verify(folded, end, hash, found, total);
      }
      end += shift === 0 ? 1 : shift;
    }
    return total;
  }

  private scanFolded(text: string, found: Int32Array, count: number): number {
    return this.step(text, found, count, this.minLength - 1);
  }

  /** The plain loop over a text that is already in lower case. */
  private step(text: string, found: Int32Array, count: number, from: number): number {
    let total = count;
    for (let end = from; end < text.length; ) {
      const first = text.charCodeAt(end - 1);
      const second = text.charCodeAt(end);
      const hash = pairHash(first, second);
      const shift = (first | second) > 127 ? 1 : (this.shifts[hash] ?? 0);
      if (shift === 0) total = this.verify(text, end, hash, found, total);
      end += Math.max(1, shift);
    }
    return total;
  }

  private verify(text: string, end: number, hash: number, found: Int32Array, count: number): number {
    let total = count;
    for (const id of this.endings.get(hash) ?? []) {
      if (!text.startsWith(this.literals[id] ?? "", end - this.minLength + 1)) continue;
      if (total === found.length) total = distinct(found, total);
      found[total++] = id;
    }
    return total;
  }
}
