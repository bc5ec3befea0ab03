// Finds the literals that stand at the start or at the end of a text: a dense trie over bytes, walked once.

import { LiteralBytes, lowerOf } from "./text-bytes.ts";
import type { TextBytes } from "./text-bytes.ts";

/** Literals at the start of a text, or (`isReversed`) at its end. State 0 is the root, and 0 as a target means "no such state". */
export class EndTrie {
  private readonly literals: LiteralBytes;
  private readonly isReversed: boolean;
  /** Class of each byte; those that occur in no literal share class 0, which keeps the table narrow. */
  private readonly classes = new Uint8Array(256);
  private readonly width: number;
  private readonly table: Int32Array;
  /** Literal that ends in a state, or -1. */
  private readonly literalOf: Int32Array;

  /** @param literals distinct, not empty, in lower case */
  constructor(literals: readonly string[], isReversed: boolean) {
    this.literals = new LiteralBytes(literals);
    this.isReversed = isReversed;
    this.width = this.nameClasses();
    const states = this.literals.bytes.length + 1;
    const table = new Int32Array(states * this.width);
    const literalOf = new Int32Array(states).fill(-1);
    let count = 1;
    for (const id of literals.keys()) {
      let state = 0;
      for (let index = 0; index < this.literals.lengthOf(id); index++) {
        const cell = state * this.width + (this.classes[this.byteOf(id, index)] ?? 0);
        let next = table[cell] ?? 0;
        if (next === 0) {
          next = count++;
          table[cell] = next;
        }
        state = next;
      }
      literalOf[state] = id;
    }
    this.table = table.slice(0, count * this.width);
    this.literalOf = literalOf.slice(0, count);
  }

  /** Byte of a literal in the order in which it is walked. */
  private byteOf(id: number, index: number): number {
    const { starts, bytes } = this.literals;
    return bytes[this.isReversed ? (starts[id + 1] ?? 0) - 1 - index : (starts[id] ?? 0) + index] ?? 0;
  }

  private nameClasses(): number {
    let next = 1;
    // Both spellings of a letter are in one class, so that texts need no folding.
    for (const byte of this.literals.bytes) this.classes[byte] ||= next++;
    for (let byte = 0; byte < 256; byte++) this.classes[byte] ||= this.classes[lowerOf[byte] ?? 0] ?? 0;
    return next;
  }

  /** Puts the ids of the literals found into `found` from `count` on; returns the new count. */
  scan(text: TextBytes, found: Int32Array, count: number): number {
    const { table, literalOf, classes, width, isReversed } = this;
    const { bytes, length } = text;
    let total = count;
    let state = 0;
    for (let index = 0; index < length; index++) {
      const byte = bytes[isReversed ? length - 1 - index : index] ?? 0;
      state = table[state * width + (classes[byte] ?? 0)] ?? 0;
      if (state === 0) break;
      const literal = literalOf[state] ?? -1;
      if (literal >= 0 && this.literals.isTrue(literal, text, isReversed ? endsWith : startsWith))
        found[total++] = literal;
    }
    return total;
  }
}

function startsWith(folded: string, literal: string): boolean {
  return folded.startsWith(literal);
}

function endsWith(folded: string, literal: string): boolean {
  return folded.endsWith(literal);
}
