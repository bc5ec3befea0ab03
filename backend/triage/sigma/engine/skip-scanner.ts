// Finds a few long literals while leaping over most of a text: Wu and Manber's shift table (1994) over pairs of characters.

import { distinct } from "./end-trie.ts";

/** One cell for each pair of ASCII characters, in either case. */
const tableSize = 128 * 128;

/** Both spellings of an ASCII letter; other characters twice. */
function casesOf(code: number): [number, number] {
  return [code, code >= 97 && code <= 122 ? code - 32 : code];
}

const commonLetters = "etaoinsrhldcumfpgwybvkxjqz";

/** Where a window of a literal ends best: at the pair that texts hold least often, to judge by its letters. */
function rarestEnd(literal: string, length: number): number {
  let best = length - 1;
  let bestRank = -1;
  for (let end = length - 1; end < literal.length; end++) {
    const ranks = [literal.charAt(end - 1), literal.charAt(end)].map((character) => commonLetters.indexOf(character));
    const rank = ranks.reduce((sum, one) => sum + (one < 0 ? 13 : one), 0);
    if (rank <= bestRank) continue;
    best = end;
    bestRank = rank;
  }
  return best;
}

/** True where leaping pays: few literals, none of them short. */
export function isSkippable(literals: readonly string[]): boolean {
  return literals.length <= 64 && literals.every((literal) => literal.length >= 5 && isAscii(literal));
}

/** Literals are ASCII in lower case, distinct, at least two characters long. Texts are taken as they are, in any case. */
export class SkipScanner {
  readonly minLength: number;
  private readonly literals: readonly string[];
  private readonly shifts = new Uint8Array(tableSize);
  /** By pair: literals whose window (as long as the shortest literal) ends in it, with the place of the window's end. */
  private readonly endings: ({ id: number; end: number }[] | undefined)[] = Array.from({ length: tableSize });

  constructor(literals: readonly string[]) {
    this.literals = literals;
    this.minLength = Math.min(255, ...literals.map((literal) => literal.length));
    this.shifts.fill(this.minLength - 1);
    for (const [id, literal] of literals.entries()) this.enter(id, literal, rarestEnd(literal, this.minLength));
  }

  private enter(id: number, literal: string, windowEnd: number): void {
    for (let end = windowEnd - this.minLength + 2; end <= windowEnd; end++) {
      const shift = windowEnd - end;
      for (const first of new Set(casesOf(literal.charCodeAt(end - 1))))
        for (const second of new Set(casesOf(literal.charCodeAt(end)))) {
          const pair = (first << 7) | second;
          if (shift < (this.shifts[pair] ?? 0)) this.shifts[pair] = shift;
          if (shift === 0) this.endings[pair] = [...(this.endings[pair] ?? []), { id, end: windowEnd }];
        }
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
      const pair = (first << 7) | second;
      const shift = shifts[pair] ?? 0;
      if (shift === 0) {
        total = this.verifyAnyCase(text, end, pair, found, total);
        if (total < 0) return this.scanFolded(fold(text), found, count);
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
      const pair = (first << 7) | second;
      const shift = (first | second) > 127 ? 1 : (this.shifts[pair] ?? 0);
      if (shift === 0) total = this.verify(text, end, pair, found, total);
      end += Math.max(1, shift);
    }
    return total;
  }

  /** Compares in place, so that a long text need not be put into lower case; -1 where a character is beyond ASCII. */
  private verifyAnyCase(text: string, end: number, pair: number, found: Int32Array, count: number): number {
    const endings = this.endings[pair];
    if (endings === undefined) return count;
    let total = count;
    for (const { id, end: windowEnd } of endings) {
      const start = end - windowEnd;
      const literal = this.literals[id] ?? "";
      // No character beyond ASCII folds to several of a literal's, so that what fits has the literal's length.
      if (start < 0 || start + literal.length > text.length) continue;
      let at = 0;
      while (at < literal.length) {
        const code = text.charCodeAt(start + at);
        if (code > 127) return -1;
        if ((code >= 65 && code <= 90 ? code + 32 : code) !== literal.charCodeAt(at)) break;
        at++;
      }
      if (at < literal.length) continue;
      if (total === found.length) total = distinct(found, total);
      found[total++] = id;
    }
    return total;
  }

  private verify(text: string, end: number, pair: number, found: Int32Array, count: number): number {
    let total = count;
    for (const { id, end: windowEnd } of this.endings[pair] ?? []) {
      const start = end - windowEnd;
      if (start < 0 || !text.startsWith(this.literals[id] ?? "", start)) continue;
      if (total === found.length) total = distinct(found, total);
      found[total++] = id;
    }
    return total;
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
