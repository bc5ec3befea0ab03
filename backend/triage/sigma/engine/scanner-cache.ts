// Scanners shared by all indexes that look for the same literals: process creations of Sysmon and of Security need one scanner, not two.

import { EndTrie } from "./end-trie.ts";
import { EqualTable } from "./equal-table.ts";
import { LiteralScanner } from "./literal-scanner.ts";
import { TextBytes } from "./text-bytes.ts";

/** Puts the ids of the literals that it finds in a text into `found` from `count` on; returns the new count. */
export interface Scanner {
  scan(text: TextBytes, found: Int32Array, count: number): number;
}

export class ScannerCache {
  /** The text that all scanners of this cache look at. */
  readonly text = new TextBytes();
  private readonly containing = new Map<string, LiteralScanner>();
  private readonly starts = new Map<string, EndTrie>();
  private readonly ends = new Map<string, EndTrie>();
  private readonly equals = new Map<string, EqualTable>();

  contains(literals: readonly string[]): LiteralScanner {
    return made(this.containing, literals, () => new LiteralScanner(literals));
  }

  start(literals: readonly string[]): EndTrie {
    return made(this.starts, literals, () => new EndTrie(literals, false));
  }

  end(literals: readonly string[]): EndTrie {
    return made(this.ends, literals, () => new EndTrie(literals, true));
  }

  equal(literals: readonly string[]): EqualTable {
    return made(this.equals, literals, () => new EqualTable(literals));
  }
}

function made<T>(known: Map<string, T>, literals: readonly string[], make: () => T): T {
  const key = JSON.stringify(literals);
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
