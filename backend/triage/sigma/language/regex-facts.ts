// What every text that fits a regular expression must hold: literals for the prefilter, and a least length.

/** `literals`: at least one of them (in lower case) is in every text that fits; null where none could be told. */
export interface RegexFacts {
  literals: string[] | null;
  minLength: number;
}

/** `exact`: all texts a part can be, where they are few. `required`: of which one is in every fit. */
interface Part {
  exact: string[] | null;
  required: string[] | null;
  min: number;
}

const maxAlternatives = 24;
const maxLiteralLength = 32;
const anything: Part = { exact: null, required: null, min: 1 };
const nothing: Part = { exact: [""], required: null, min: 0 };

class GaveUp extends Error {}

/** Facts of an expression in RE2's syntax; whatever is not understood yields no facts, which is always sound. */
export function regexFacts(source: string): RegexFacts {
  try {
    if (/[\ud800-\udfff]/.test(source)) return { literals: null, minLength: 0 };
    const parser = new FactParser(source);
    const part = parser.parseAll();
    return { literals: bestOf([part.exact, part.required]), minLength: part.min };
  } catch (error) {
    if (error instanceof GaveUp) return { literals: null, minLength: 0 };
    throw error;
  }
}

class FactParser {
  private at = 0;
  private depth = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  parseAll(): Part {
    const part = this.parseAlternatives();
    if (this.at < this.source.length) throw new GaveUp();
    return part;
  }

  private parseAlternatives(): Part {
    if (++this.depth > 50) throw new GaveUp();
    const branches = [this.parseSequence()];
    while (this.peek() === "|") {
      this.at++;
      branches.push(this.parseSequence());
    }
    this.depth--;
    const [only] = branches;
    if (branches.length === 1 && only !== undefined) return only;
    return {
      exact: union(branches.map((branch) => branch.exact)),
      required: union(branches.map((branch) => bestOf([branch.exact, branch.required]))),
      min: Math.min(...branches.map((branch) => branch.min)),
    };
  }

  private parseSequence(): Part {
    let run: string[] | null = [""];
    let isWhole = true;
    let min = 0;
    const candidates: (string[] | null)[] = [];
    while (this.at < this.source.length && this.peek() !== "|" && this.peek() !== ")") {
      const part = this.parseRepeated();
      min += part.min;
      const grown: string[] | null = part.exact === null || run === null ? null : product(run, part.exact);
      if (grown !== null) {
        run = grown;
        continue;
      }
      isWhole = false;
      candidates.push(run, part.required, part.exact);
      run = part.exact ?? [""];
    }
    candidates.push(run);
    return { exact: isWhole ? run : null, required: bestOf(candidates), min };
  }

  private parseRepeated(): Part {
    const part = this.parseAtom();
    const quantifier = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(this.source.slice(this.at, this.at + 24));
    if (quantifier === null) return part;
    this.at += quantifier[0].length;
    const [, symbol, least, range, most] = quantifier;
    const from = symbol === undefined ? Number(least) : symbol === "+" ? 1 : 0;
    const isFixed = symbol === undefined && (range === undefined || most === least);
    if (from === 0) return { exact: null, required: null, min: 0 };
    if (isFixed && from <= 4 && part.exact !== null) {
      let exact: string[] | null = [""];
      for (let times = 0; times < from && exact !== null; times++) exact = product(exact, part.exact);
      if (exact !== null) return { exact, required: null, min: part.min * from };
    }
    return { exact: null, required: bestOf([part.exact, part.required]), min: part.min * from };
  }

  private parseAtom(): Part {
    const character = this.take();
    switch (character) {
      case ".":
        return anything;
      case "^":
      case "$":
        return nothing;
      case "(":
        return this.parseGroup();
      case "[":
        return this.parseClass();
      case "\\":
        return this.parseEscape();
      case "*":
      case "+":
      case "?":
        throw new GaveUp();
      default:
        return literal(character);
    }
  }

  private parseGroup(): Part {
    const opening = /^\?(?:P?<[A-Za-z_]\w*>|[ims]*(-[ims]+)?:|[ims]+\))/.exec(this.source.slice(this.at, this.at + 64));
    if (this.peek() === "?" && opening === null) throw new GaveUp();
    this.at += opening?.[0].length ?? 0;
    if (opening?.[0].endsWith(")") === true) return nothing;
    const inner = this.parseAlternatives();
    if (this.take() !== ")") throw new GaveUp();
    return inner;
  }

  /** A class of up to four plain ASCII characters is spelled out; any other is one unknown character. */
  private parseClass(): Part {
    const start = this.at;
    if (this.peek() === "^") this.at++;
    if (this.peek() === "]") this.at++;
    while (this.peek() !== "]") {
      const character = this.take();
      if (character === "\\") this.take();
      if (character === "[" && this.peek() === ":") {
        const end = this.source.indexOf(":]", this.at);
        if (end < 0) throw new GaveUp();
        this.at = end + 2;
      }
    }
    const body = this.source.slice(start, this.at);
    this.at++;
    const isSpelled = /^[A-Za-z0-9 "'/_.,;:=%#@!`$&(){}|<>~]{1,4}$/.test(body);
    return isSpelled
      ? { exact: union(body.split("").map((one) => literal(one).exact)), required: null, min: 1 }
      : anything;
  }

  private parseEscape(): Part {
    const character = this.take();
    if (/[dDwWsS]/.test(character)) return anything;
    if (/[bBAz]/.test(character)) return nothing;
    const control: Record<string, string> = { t: "\t", n: "\n", r: "\r", f: "\f", v: "\v" };
    if (control[character] !== undefined) return literal(control[character]);
    if (/[A-Za-z0-9]/.test(character)) throw new GaveUp();
    return literal(character);
  }

  private peek(): string {
    return this.source.charAt(this.at);
  }

  private take(): string {
    if (this.at >= this.source.length) throw new GaveUp();
    return this.source.charAt(this.at++);
  }
}

/** Only ASCII is spelled out: other letters can fold to several characters. */
function literal(character: string): Part {
  const isAscii = character.charCodeAt(0) < 128;
  return isAscii ? { exact: [character.toLowerCase()], required: null, min: 1 } : anything;
}

function product(left: readonly string[], right: readonly string[]): string[] | null {
  if (left.length * right.length > maxAlternatives) return null;
  const result = left.flatMap((start) => right.map((end) => start + end));
  return result.some((text) => text.length > maxLiteralLength) ? null : [...new Set(result)];
}

function union(lists: readonly (readonly string[] | null)[]): string[] | null {
  const all = new Set<string>();
  for (const list of lists) {
    if (list === null) return null;
    for (const text of list) all.add(text);
  }
  return all.size > maxAlternatives ? null : [...all];
}

/** How telling a literal is: punctuation that logs seldom hold counts more than letters, blanks less. */
function weightOf(text: string): number {
  let weight = 0;
  for (const character of text) weight += character === " " ? 0.5 : /[a-z0-9.\\/:_"-]/.test(character) ? 1 : 2.5;
  return weight;
}

/** The set whose least telling text is most telling; sets that hold the empty text say nothing. */
function bestOf(candidates: readonly (string[] | null)[]): string[] | null {
  let best: string[] | null = null;
  let bestWeight = 0;
  for (const candidate of candidates) {
    if (candidate === null || candidate.length === 0) continue;
    const least = Math.min(...candidate.map(weightOf));
    const isBetter = least > bestWeight || (least === bestWeight && candidate.length < (best?.length ?? 0));
    if (least > 0 && isBetter) {
      best = candidate;
      bestWeight = least;
    }
  }
  return best;
}
