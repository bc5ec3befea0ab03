// Scanners shared by all indexes that look for the same literals: process creations of Sysmon and of Security need one automaton, not two.

import { ContainsAutomaton, EndTrie } from "./automaton.ts";
import { SkipScanner, isSkippable } from "./skip-scanner.ts";

export class ScannerCache {
  private readonly automata = new Map<string, ContainsAutomaton>();
  private readonly skippers = new Map<string, SkipScanner>();
  private readonly starts = new Map<string, EndTrie>();
  private readonly ends = new Map<string, EndTrie>();

  /** Literals anywhere: a skipping scanner where that pays, else an automaton. */
  contains(literals: readonly string[]): ContainsAutomaton | SkipScanner {
    return isSkippable(literals)
      ? made(this.skippers, literals, () => new SkipScanner(literals))
      : made(this.automata, literals, () => new ContainsAutomaton(literals));
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
