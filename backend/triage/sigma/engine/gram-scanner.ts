// Finds thousands of literals in one pass over a text: a small table tells which places of the text are worth a comparison.
// A complete automaton for the same literals fills tens of megabytes, so that every character waits for memory; this fits the cache.

/** Pairs of ASCII characters. */
const pairCount = 128 * 128;
const spread = 0x9e3779b1;
/** Bits of the table for each run of four characters in it: one place in 64 is compared in vain. */
const bitsPerGram = 64;

/** What logs are full of: literals are not looked for by these parts of them. */
const usualTexts =
  "c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe c:\\windows\\syswow64\\cmd.exe /c svchost.exe .dll " +
  '"c:\\program files (x86)\\microsoft\\ c:\\programdata\\ c:\\users\\appdata\\local\\temp\\ \\roaming\\ https://www. http:// .com ' +
  "hklm\\software\\microsoft\\windows\\currentversion\\ hkey_local_machine\\system\\currentcontrolset\\services\\ hkcu\\ -command ";
const usualGrams = new Set(Array.from(usualTexts, (_, index) => usualTexts.slice(index, index + 4)));
const commonLetters = "etaoinsrhldcumfpgwybvkxjqz";

/** A literal and the place in it (from its start) by which it is noticed. */
interface Anchor {
  id: number;
  at: number;
}

/** Literals anywhere in a text. Literals are distinct, not empty, and in lower case, as the texts are. */
export class GramScanner {
  private readonly literals: readonly string[];
  /** One bit for each hash of four characters that end a literal's anchor. */
  private readonly gramBits: Int32Array;
  private readonly gramShift: number;
  private readonly byGram = new Map<number, Anchor[]>();
  /** For literals of two and three characters: 1 where a pair belongs to one. */
  private readonly pairs = new Uint8Array(pairCount);
  private readonly byPair = new Map<number, Anchor[]>();
  /** Literals with characters beyond ASCII, by the last such character. */
  private readonly byOther = new Map<number, Anchor[]>();
  private readonly singles: { id: number; character: string }[] = [];
  private readonly hasPairs: boolean;
  /** The scan in which a literal was last found, so that it is compared and reported once. */
  private readonly foundIn: Float64Array;
  private scans = 0;

  constructor(literals: readonly string[]) {
    this.literals = literals;
    this.foundIn = new Float64Array(literals.length);
    const uses = new Map<string, number>();
    for (const [id, literal] of literals.entries()) this.enter(id, literal, uses);
    this.hasPairs = this.byPair.size > 0;
    const bits = Math.min(20, Math.max(10, Math.ceil(Math.log2((this.byGram.size + 1) * bitsPerGram))));
    this.gramShift = 32 - bits;
    this.gramBits = new Int32Array(2 ** (bits - 5));
    for (const gram of this.byGram.keys()) {
      const slot = Math.imul(gram, spread) >>> this.gramShift;
      this.gramBits[slot >> 5] = (this.gramBits[slot >> 5] ?? 0) | (1 << (slot & 31));
    }
  }

  private enter(id: number, literal: string, uses: Map<string, number>): void {
    const other = lastBeyondAscii(literal);
    if (other >= 0) add(this.byOther, literal.charCodeAt(other), { id, at: other });
    else if (literal.length === 1) this.singles.push({ id, character: literal });
    else if (literal.length < 4) {
      const at =
        literal.length === 3 && rarity(literal.slice(0, 2)) > rarity(literal.slice(1)) ? 1 : literal.length - 1;
      const pair = (literal.charCodeAt(at - 1) << 7) | literal.charCodeAt(at);
      this.pairs[pair] = 1;
      add(this.byPair, pair, { id, at });
    } else {
      const start = bestStart(literal, uses);
      const gram = literal.slice(start, start + 4);
      uses.set(gram, (uses.get(gram) ?? 0) + 1);
      add(this.byGram, gramOf(gram), { id, at: start + 3 });
    }
  }

  /** Puts the ids of the literals found into `found`, each once, from `count` on; returns the new count. */
  scan(text: string, found: Int32Array, count: number): number {
    this.scans++;
    let total = count;
    for (const { id, character } of this.singles) if (text.includes(character)) found[total++] = id;
    const { gramBits, gramShift, pairs } = this;
    const { length } = text;
    // Without short literals the table of pairs is all zeros, and without long ones the table of grams is.
    const { hasPairs } = this;
    let gram = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      gram = (gram << 8) | (code & 255);
      const slot = Math.imul(gram, spread) >>> gramShift;
      if ((((gramBits[slot >> 5] ?? 0) >>> (slot & 31)) & 1) !== 0)
        total = this.verify(this.byGram.get(gram), text, index, found, total);
      if (hasPairs) {
        const pair = ((gram & 0x7f00) >> 1) | (gram & 127);
        if ((pairs[pair] ?? 0) !== 0) total = this.verify(this.byPair.get(pair), text, index, found, total);
      }
      if (code > 127) total = this.verify(this.byOther.get(code), text, index, found, total);
    }
    return total;
  }

  private verify(
    anchors: readonly Anchor[] | undefined,
    text: string,
    index: number,
    found: Int32Array,
    count: number,
  ): number {
    if (anchors === undefined) return count;
    const { foundIn, scans } = this;
    let total = count;
    for (const { id, at } of anchors) {
      if (foundIn[id] === scans || at > index || !text.startsWith(this.literals[id] ?? "", index - at)) continue;
      foundIn[id] = scans;
      found[total++] = id;
    }
    return total;
  }
}

function add(lists: Map<number, Anchor[]>, key: number, anchor: Anchor): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [anchor]);
  else list.push(anchor);
}

function gramOf(text: string): number {
  let gram = 0;
  for (let index = 0; index < 4; index++) gram = (gram << 8) | (text.charCodeAt(index) & 255);
  return gram;
}

function lastBeyondAscii(text: string): number {
  let index = text.length - 1;
  while (index >= 0 && text.charCodeAt(index) < 128) index--;
  return index;
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

/** Where the four characters start that texts and the other literals hold least often. */
function bestStart(literal: string, uses: ReadonlyMap<string, number>): number {
  let best = 0;
  let bestScore = -Infinity;
  for (let start = 0; start + 4 <= literal.length; start++) {
    const gram = literal.slice(start, start + 4);
    const score = rarity(gram) - (usualGrams.has(gram) ? 100 : 0) - 8 * (uses.get(gram) ?? 0);
    if (score <= bestScore) continue;
    best = start;
    bestScore = score;
  }
  return best;
}
