// Scanners shared by all indexes that look for the same literals: process creations of Sysmon and of Security need one scanner, not two.

import { EndTrie } from "./end-trie.ts";
import { GramScanner } from "./gram-scanner.ts";
import { SkipScanner, isSkippable } from "./skip-scanner.ts";

export class ScannerCache {
  private readonly grams = new Map<string, GramScanner>();
  private readonly skippers = new Map<string, SkipScanner>();
  private readonly starts = new Map<string, EndTrie>();
  private readonly ends = new Map<string, EndTrie>();

  /** Literals anywhere: a skipping scanner where that pays, else one that looks at every character. */
  contains(literals: readonly string[]): GramScanner | SkipScanner {
    return isSkippable(literals)
      ? made(this.skippers, literals, () => new SkipScanner(literals))
      : made(this.grams, literals, () => new GramScanner(literals));
  }

  start(literals: readonly string[]): EndTrie {
    return made(this.starts, literals, () => new EndTrie(literals, false));
  }

  end(literals: readonly string[]): EndTrie {
    return made(this.ends, literals, () => new EndTrie(literals, true));
  }
}

function made<T>(known: Map<string, T>, literals: readonly string[], make: () => T): T {
  const key = JSON.stringify(literals);
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
