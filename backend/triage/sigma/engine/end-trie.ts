// Finds the literals that stand at the start or at the end of a text: a dense trie, walked once.

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
