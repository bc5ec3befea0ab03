// Finds thousands of literals anywhere in a text: long ones are noticed at every few characters, only short ones at each.

import { GramTable, caseBits, spread } from "./gram-table.ts";
import type { Anchor } from "./gram-table.ts";
import { LiteralBytes, lowerOf } from "./text-bytes.ts";
import type { TextBytes } from "./text-bytes.ts";

const gramLength = 4;
/** Literals from this length on are noticed by every fourth run of characters, or rarer. */
const longLength = 7;
const longestStride = 8;
/** So few of four to six characters are noticed by two of them, along with the shorter ones. */
const mostPairedGrams = 24;
const pairBits = 0x2020;

/** What logs are full of: literals are not looked for by these parts of them. */
const usualTexts =
  "c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe c:\\windows\\syswow64\\cmd.exe /c svchost.exe .dll " +
  '"c:\\program files (x86)\\microsoft\\ c:\\programdata\\ c:\\users\\appdata\\local\\temp\\ \\roaming\\ https://www. http:// .com ' +
  "hklm\\software\\microsoft\\windows\\currentversion\\ hkey_local_machine\\system\\currentcontrolset\\services\\ hkcu\\ -command " +
  "value= name= name=";
const usualGrams = new Set(Array.from(usualTexts, (_, index) => usualTexts.slice(index, index + gramLength)));
const commonLetters = "etaoinsrhldcumfpgwybvkxjqz";

/** Literals are distinct, not empty, well-formed and in lower case; texts are in any case. Lengths and places are in bytes. */
export class LiteralScanner {
  /** A shorter text holds no literal; 0 where characters beyond ASCII, which case can lengthen, leave that open. */
  readonly minLength: number;
  private readonly literals: LiteralBytes;
  private readonly long: GramTable;
  private readonly stride: number;
  private readonly short: GramTable;
  /** Literals noticed by two characters: those of four and more every few characters, shorter ones at each. */
  private readonly pairs: GramTable;
  private readonly pairStride: number;
  private readonly tinyPairs: GramTable;
  /** Literals of one byte, in groups of as many as there are bits: the bit of each byte, and the literal of each bit. */
  private readonly singles: { bitOf: Int32Array; ids: number[] }[] = [];
  /** The scan in which a literal was last found, so that it is reported once. */
  private readonly foundIn: Float64Array;
  private scans = 0;

  /** True where a text is only looked at every few characters. */
  get isLeaping(): boolean {
    const isPaired = this.pairs.count > 0 || this.tinyPairs.count > 0;
    return this.short.count === 0 && !isPaired && this.singles.length === 0;
  }

  constructor(literals: readonly string[]) {
    this.literals = new LiteralBytes(literals);
    this.foundIn = new Float64Array(literals.length);
    this.minLength = literals.reduce((least, { length }, id) => {
      return this.literals.isAscii(id) ? Math.min(least, length) : 0;
    }, Number.MAX_SAFE_INTEGER);
    const uses = new Map<string, number>();
    const ids = [...literals.keys()];
    const lengthOf = (id: number): number => this.literals.lengthOf(id);
    const long = ids.filter((id) => lengthOf(id) >= longLength);
    const shortest = long.reduce((least, id) => Math.min(least, lengthOf(id)), longestStride + gramLength);
    this.stride = Math.min(longestStride, shortest - gramLength + 1);
    this.long = new GramTable(
      long.flatMap((id) => this.anchorsOf(id, bestStart(this.lettersOf(id), this.stride, uses), this.stride)),
    );
    const middle = ids.filter((id) => lengthOf(id) >= gramLength && lengthOf(id) < longLength);
    const isPaired = middle.length <= mostPairedGrams;
    this.short = new GramTable(
      isPaired ? [] : middle.flatMap((id) => this.anchorsOf(id, bestStart(this.lettersOf(id), 1, uses), 1)),
    );
    const paired = isPaired ? middle : [];
    this.pairStride = paired.reduce((least, id) => Math.min(least, lengthOf(id) - 1), longLength);
    this.pairs = new GramTable(paired.flatMap((id) => this.pairsOf(id, this.pairStride)));
    const tiny = ids.filter((id) => lengthOf(id) > 1 && lengthOf(id) < gramLength);
    this.tinyPairs = new GramTable(tiny.flatMap((id) => this.pairsOf(id, 1)));
    for (const id of ids.filter((one) => lengthOf(one) === 1)) this.enterSingle(id);
  }

  /** A character for each byte. */
  private lettersOf(id: number): string {
    const { bytes, starts } = this.literals;
    return String.fromCharCode(...bytes.subarray(starts[id], starts[id + 1]));
  }

  private byteOf(id: number, at: number): number {
    return this.literals.bytes[(this.literals.starts[id] ?? 0) + at] ?? 0;
  }

  private anchorsOf(id: number, start: number, count: number): Anchor[] {
    return Array.from({ length: count }, (_, offset) => {
      let gram = 0;
      for (let index = gramLength - 1; index >= 0; index--)
        gram = (gram << 8) | this.byteOf(id, start + offset + index);
      return { gram: gram | caseBits, id, at: start + offset };
    });
  }

  /** Pairs of bytes at so many places in a row, where texts hold them least often. */
  private pairsOf(id: number, count: number): Anchor[] {
    const literal = this.lettersOf(id);
    let best = 0;
    for (let start = 1; start + count < literal.length; start++)
      if (rarity(literal.slice(start, start + count + 1)) >= rarity(literal.slice(best, best + count + 1)))
        best = start;
    return Array.from({ length: count }, (_, offset) => {
      const at = best + offset;
      return { gram: (this.byteOf(id, at + 1) << 8) | this.byteOf(id, at) | pairBits, id, at };
    });
  }

  private enterSingle(id: number): void {
    let group = this.singles.at(-1);
    if (group === undefined || group.ids.length === 32) {
      group = { bitOf: new Int32Array(256), ids: [] };
      this.singles.push(group);
    }
    const { bitOf, ids } = group;
    const bit = 1 << ids.length;
    ids.push(id);
    for (const [byte, lower] of lowerOf.entries()) if (lower === this.byteOf(id, 0)) bitOf[byte] = bit;
  }

  /** Puts the ids of the literals found into `found`, each once, from `count` on; returns the new count. */
  scan(text: TextBytes, found: Int32Array, count: number): number {
    this.scans++;
    let total = count;
    if (this.long.count > 0) total = this.scanGrams(this.long, this.stride, text, found, total);
    if (this.short.count > 0) total = this.scanGrams(this.short, 1, text, found, total);
    if (this.pairs.count > 0) total = this.scanPairs(this.pairs, this.pairStride, text, found, total);
    if (this.tinyPairs.count > 0) total = this.scanPairs(this.tinyPairs, 1, text, found, total);
    if (this.singles.length > 0) total = this.scanSingles(text, found, total);
    return total;
  }

  private scanGrams(table: GramTable, stride: number, text: TextBytes, found: Int32Array, count: number): number {
    const { view } = text;
    const last = text.length - gramLength;
    let total = count;
    let place = nextGram(table, view, 0, last, stride);
    for (; place <= last; place = nextGram(table, view, place + stride, last, stride)) {
      let anchor = table.headOf(view.getInt32(place, true) | caseBits);
      for (; anchor !== 0; anchor = table.nexts[anchor] ?? 0) {
        const id = table.ids[anchor] ?? 0;
        if (this.isFound(id, text, place - (table.places[anchor] ?? 0))) found[total++] = id;
      }
    }
    return total;
  }

  private scanPairs(table: GramTable, stride: number, text: TextBytes, found: Int32Array, count: number): number {
    const { view } = text;
    const last = text.length - 2;
    let total = count;
    let place = nextPair(table, view, 0, last, stride);
    for (; place <= last; place = nextPair(table, view, place + stride, last, stride)) {
      let anchor = table.headOf(view.getUint16(place, true) | pairBits);
      for (; anchor !== 0; anchor = table.nexts[anchor] ?? 0) {
        const id = table.ids[anchor] ?? 0;
        if (this.isFound(id, text, place - (table.places[anchor] ?? 0))) found[total++] = id;
      }
    }
    return total;
  }

  private scanSingles(text: TextBytes, found: Int32Array, count: number): number {
    let total = count;
    for (const { bitOf, ids } of this.singles)
      for (let seen = bitsSeen(bitOf, text); seen !== 0; seen &= seen - 1)
        found[total++] = ids[31 - Math.clz32(seen & -seen)] ?? 0;
    return total;
  }

  private isFound(id: number, text: TextBytes, place: number): boolean {
    const { foundIn, literals, scans } = this;
    if (foundIn[id] === scans || !literals.isAt(id, text, place)) return false;
    foundIn[id] = scans;
    return literals.isTrue(id, text, holds);
  }
}

/**
 * The next place whose run of characters may be in the table, beyond `last` where there is none. The loop calls nothing, so
 * that it is compiled to a handful of instructions.
 */
function nextGram(table: GramTable, view: DataView, from: number, last: number, stride: number): number {
  const { flags, shift } = table;
  const lower = caseBits;
  const factor = spread;
  let place = from;
  while (place <= last && flags[Math.imul(view.getInt32(place, true) | lower, factor) >>> shift] === 0) place += stride;
  return place;
}

function bitsSeen(bitOf: Int32Array, { bytes, length }: TextBytes): number {
  let seen = 0;
  for (let place = 0; place < length; place++) seen |= bitOf[bytes[place] ?? 0] ?? 0;
  return seen;
}

function nextPair(table: GramTable, view: DataView, from: number, last: number, stride: number): number {
  const { flags, shift } = table;
  const lower = pairBits;
  const factor = spread;
  let place = from;
  while (place <= last && flags[Math.imul(view.getUint16(place, true) | lower, factor) >>> shift] === 0)
    place += stride;
  return place;
}

function holds(folded: string, literal: string): boolean {
  return folded.includes(literal);
}

/** How seldom texts hold these characters, to judge by the letters. */
function rarity(text: string): number {
  let sum = 0;
  for (const character of text) {
    const rank = commonLetters.indexOf(character);
    sum += rank < 0 ? 13 : rank;
  }
  return text === "  " ? -1 : sum;
}

/** Where so many runs of four characters start that texts and the other literals hold least often. */
function bestStart(literal: string, count: number, uses: Map<string, number>): number {
  const scores = Array.from({ length: literal.length - gramLength + 1 }, (_, start) => {
    const gram = literal.slice(start, start + gramLength);
    return Math.min(rarity(gram), 60) - (usualGrams.has(gram) ? 100 : 0) - 8 * (uses.get(gram) ?? 0);
  });
  let best = 0;
  let bestScore = -Infinity;
  for (let start = 0; start + count <= scores.length; start++) {
    const score = scores.slice(start, start + count).reduce((sum, one) => sum + one, 0);
    if (score <= bestScore) continue;
    best = start;
    bestScore = score;
  }
  for (let start = best; start < best + count; start++) {
    const gram = literal.slice(start, start + gramLength);
    uses.set(gram, (uses.get(gram) ?? 0) + 1);
  }
  return best;
}
