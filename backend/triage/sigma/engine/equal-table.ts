// Finds the literal that a text is, whatever its case: by its length, then by a hash of its bytes.

import { GramTable, caseBits } from "./gram-table.ts";
import { LiteralBytes } from "./text-bytes.ts";
import type { TextBytes } from "./text-bytes.ts";

export class EqualTable {
  private readonly literals: LiteralBytes;
  private readonly table: GramTable;
  private readonly lengths = new Set<number>();

  /** @param literals distinct, in lower case */
  constructor(literals: readonly string[]) {
    this.literals = new LiteralBytes(literals);
    const { bytes, starts } = this.literals;
    for (const id of literals.keys()) this.lengths.add(this.literals.lengthOf(id));
    this.table = new GramTable(
      literals.map((_, id) => ({
        gram: hashBytes(bytes, starts[id] ?? 0, starts[id + 1] ?? 0),
        id,
        at: 0,
      })),
    );
  }

  /** Puts the id of the literal that equals the text into `found`, if there is one; returns the new count. */
  scan(text: TextBytes, found: Int32Array, count: number): number {
    if (!this.lengths.has(text.length)) return count;
    const { table, literals } = this;
    let total = count;
    let anchor = table.headOf(hashBytes(text.bytes, 0, text.length));
    for (; anchor !== 0; anchor = table.nexts[anchor] ?? 0) {
      const id = table.ids[anchor] ?? 0;
      const isEqual = literals.lengthOf(id) === text.length && literals.isAt(id, text, 0);
      if (isEqual && literals.isTrue(id, text, equals)) found[total++] = id;
    }
    return total;
  }
}

function equals(folded: string, literal: string): boolean {
  return folded === literal;
}

/** The same for both spellings of a letter. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  const lower = caseBits & 255;
  for (let index = start; index < end; index++) hash = Math.imul(hash, 31) + ((bytes[index] ?? 0) | lower);
  return hash | 0;
}
