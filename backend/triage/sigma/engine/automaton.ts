// Finds many literals in one pass over a text: Aho–Corasick (1975) as a dense table for "contains", tries for the two ends.

/** Characters that occur in no literal share class 0, which keeps the tables narrow. */
class Alphabet {
  readonly size: number;
  /** Class of each character below 128; hot loops read it themselves. */
  readonly ascii = new Uint8Array(128);
  private readonly others = new Map<number, number>();

  constructor(literals: readonly string[]) {
    let next = 1;
    for (const literal of literals)
      for (let index = 0; index < literal.length; index++) {
        const code = literal.charCodeAt(index);
        if (this.classOf(code) !== 0) continue;
        if (code < 128) this.ascii[code] = next++;
        else this.others.set(code, next++);
      }
    this.size = next;
  }

  classOf(code: number): number {
    return code < 128 ? (this.ascii[code] ?? 0) : (this.others.get(code) ?? 0);
  }
}

/** A dense trie; state 0 is the root, and 0 as a target means "no such state". */
class Trie {
  readonly alphabet: Alphabet;
  readonly table: Int32Array;
  /** Literal that ends in a state, or -1. */
  readonly literalOf: Int32Array;
  readonly stateCount: number;

  constructor(literals: readonly string[]) {
    this.alphabet = new Alphabet(literals);
    const width = this.alphabet.size;
    const bound = countStates(literals);
    this.table = new Int32Array(bound * width);
    this.literalOf = new Int32Array(bound).fill(-1);
    let count = 1;
    for (const [id, literal] of literals.entries()) {
      let state = 0;
      for (let index = 0; index < literal.length; index++) {
        const cell = state * width + this.alphabet.classOf(literal.charCodeAt(index));
        let next = this.table[cell] ?? 0;
        if (next === 0) {
          next = count++;
          this.table[cell] = next;
        }
        state = next;
      }
      this.literalOf[state] = id;
    }
    this.stateCount = count;
  }
}

/** Distinct prefixes of all literals, the empty one included. */
function countStates(literals: readonly string[]): number {
  const sorted = [...literals].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let count = 1;
  let previous = "";
  for (const literal of sorted) {
    let shared = 0;
    while (shared < previous.length && previous.charCodeAt(shared) === literal.charCodeAt(shared)) shared++;
    count += literal.length - Math.min(shared, literal.length);
    previous = literal;
  }
  return count;
}

/** Literals anywhere in a text. Literals are distinct and not empty. */
export class ContainsAutomaton {
  private readonly alphabet: Alphabet;
  /** Next state times width; complemented where the next state ends a literal. */
  private readonly table: Int32Array;
  private readonly literalOf: Int32Array;
  /** Nearest shorter state that ends a literal, or -1. */
  private readonly outputLink: Int32Array;
  private readonly width: number;

  constructor(literals: readonly string[]) {
    const trie = new Trie(literals);
    this.alphabet = trie.alphabet;
    this.table = trie.table;
    this.literalOf = trie.literalOf;
    this.width = trie.alphabet.size;
    this.outputLink = new Int32Array(trie.stateCount).fill(-1);
    this.addFailures(trie.stateCount);
  }

  /** Turns the trie into a complete automaton, breadth first. */
  private addFailures(stateCount: number): void {
    const { table, width, literalOf, outputLink } = this;
    const failure = new Int32Array(stateCount);
    const queue = new Int32Array(stateCount);
    let tail = 1;
    for (let head = 0; head < tail; head++) {
      const state = queue[head] ?? 0;
      const fallback = failure[state] ?? 0;
      for (let symbol = 0; symbol < width; symbol++) {
        const cell = state * width + symbol;
        const next = table[cell] ?? 0;
        const viaFallback = state === 0 ? 0 : (table[fallback * width + symbol] ?? 0);
        if (next === 0) {
          table[cell] = viaFallback;
          continue;
        }
        failure[next] = viaFallback;
        outputLink[next] = (literalOf[viaFallback] ?? -1) >= 0 ? viaFallback : (outputLink[viaFallback] ?? -1);
        queue[tail++] = next;
      }
    }
    for (let cell = 0; cell < table.length; cell++) {
      const next = table[cell] ?? 0;
      const isOutput = (literalOf[next] ?? -1) >= 0 || (outputLink[next] ?? -1) >= 0;
      table[cell] = isOutput ? ~(next * width) : next * width;
    }
  }

  /** Puts the ids of the literals found into `found` from `count` on (an id may come more than once); returns the new count. */
  scan(text: string, found: Int32Array, count: number): number {
    const { table, alphabet, literalOf, outputLink, width } = this;
    const { ascii } = alphabet;
    const limit = found.length;
    const { length } = text;
    let total = count;
    let state = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      state = table[state + (code < 128 ? (ascii[code] ?? 0) : alphabet.classOf(code))] ?? 0;
      if (state >= 0) continue;
      state = ~state;
      let ending = (state / width) | 0;
      if ((literalOf[ending] ?? -1) < 0) ending = outputLink[ending] ?? -1;
      while (ending >= 0) {
        if (total === limit) total = distinct(found, total);
        found[total++] = literalOf[ending] ?? 0;
        ending = outputLink[ending] ?? -1;
      }
    }
    return total;
  }
}

/** Makes room in a full list of ids by dropping repetitions. */
export function distinct(found: Int32Array, count: number): number {
  const unique = new Set(found.subarray(0, count));
  let next = 0;
  for (const id of unique) found[next++] = id;
  return next;
}

/** Literals at the start of a text, or (`isReversed`) at its end. */
export class EndTrie {
  private readonly trie: Trie;
  private readonly isReversed: boolean;

  constructor(literals: readonly string[], isReversed: boolean) {
    this.trie = new Trie(isReversed ? literals.map(reversed) : literals);
    this.isReversed = isReversed;
  }

  scan(text: string, found: Int32Array, count: number): number {
    const { table, literalOf, alphabet } = this.trie;
    const step = this.isReversed ? -1 : 1;
    let total = count;
    let state = 0;
    for (let index = this.isReversed ? text.length - 1 : 0; index >= 0 && index < text.length; index += step) {
      state = table[state * alphabet.size + alphabet.classOf(text.charCodeAt(index))] ?? 0;
      if (state === 0) break;
      const literal = literalOf[state] ?? -1;
      if (literal >= 0) found[total++] = literal;
    }
    return total;
  }
}

function reversed(text: string): string {
  let result = "";
  for (let index = text.length - 1; index >= 0; index--) result += text.charAt(index);
  return result;
}
