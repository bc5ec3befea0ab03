// Remembers what a field's values decided, as long as values come again.

const waysPerSet = 2;
const leastSets = 64;
const mostSets = 2_048;
const maxCharacters = 500_000;
const trialLookups = 2_000;

/**
 * A table of two places for each of some sets of values. A value's set is told by its length and a few of its characters:
 * hashing a whole text that has just been parsed costs more than comparing it with one that may be the same.
 */
export class ValueCache {
  private texts: string[] = Array.from({ length: leastSets * waysPerSet }, () => "");
  /** Null for a value that was seen once: what never comes again is not worth keeping. */
  private bits: (Int32Array | null)[] = this.texts.map(() => null);
  private mask = leastSets - 1;
  /** The empty text marks a free place and has its own entry. */
  private emptyBits: Int32Array | null | undefined = undefined;
  private lastText = "";
  private lastBits: Int32Array | null = null;
  /** Where `lookUp` found its last value. */
  private place = -1;
  private characters = 0;
  private lookups = 0;
  private hits = 0;
  private losses = 0;
  /** False once too few values came again; the field is then evaluated each time. */
  isWorthwhile = true;

  /** @returns the bits kept; null for a value seen once, whose bits should be kept now; undefined for a new one */
  lookUp(text: string): Int32Array | null | undefined {
    if (++this.lookups > trialLookups) this.judge();
    if (this.lastBits !== null && text === this.lastText) {
      this.hits++;
      return this.lastBits;
    }
    if (text === "") return this.lookUpEmpty();
    const { texts } = this;
    const first = (sampleOf(text) & this.mask) * waysPerSet;
    const place = texts[first] === text ? first : texts[first + 1] === text ? first + 1 : -1;
    if (place < 0) {
      if (this.isWorthwhile) this.remember(text, first);
      return undefined;
    }
    this.place = place;
    const known = this.bits[place] ?? null;
    if (known === null) return null;
    this.hits++;
    this.lastText = text;
    this.lastBits = known;
    return known;
  }

  /** @param bits of the value for which `lookUp` has just said null; not written to from now on */
  keep(bits: Int32Array): Int32Array {
    const { place, texts } = this;
    if (place < 0) this.emptyBits = bits;
    else {
      // The first place of a set is for what came again, the second for what is on trial.
      const first = place & ~1;
      const text = texts[place] ?? "";
      if (place !== first) {
        this.losses += this.bits[first] === null ? 0 : 1;
        texts[place] = texts[first] ?? "";
        this.bits[place] = this.bits[first] ?? null;
        texts[first] = text;
      }
      this.bits[first] = bits;
    }
    return bits;
  }

  private lookUpEmpty(): Int32Array | null | undefined {
    const known = this.emptyBits;
    this.place = -1;
    if (known === undefined) this.emptyBits = null;
    else if (known !== null) this.hits++;
    return known;
  }

  private judge(): void {
    this.isWorthwhile = this.hits * 4 > this.lookups;
    this.lookups = 0;
    this.hits = 0;
    if (!this.isWorthwhile) this.clear(0);
    else if (this.losses * 4 > this.mask && this.mask + 1 < mostSets) this.clear((this.mask + 1) * 2);
    this.losses = 0;
  }

  private clear(sets: number): void {
    this.texts = Array.from({ length: sets * waysPerSet }, () => "");
    this.bits = this.texts.map(() => null);
    this.mask = Math.max(0, sets - 1);
    this.characters = 0;
    this.lastBits = null;
    this.lastText = "";
  }

  private remember(text: string, first: number): void {
    const { texts } = this;
    const place = texts[first] === "" ? first : first + 1;
    this.characters += text.length - (texts[place] ?? "").length;
    if (this.characters > maxCharacters) {
      this.clear(this.mask + 1);
      this.characters = text.length;
    }
    if (this.bits[place] !== null) this.losses++;
    this.texts[place] = text;
    this.bits[place] = null;
  }
}

/** A number from the length and up to ten characters, most of them near the end, where paths differ. */
function sampleOf(text: string): number {
  const { length } = text;
  let sample = length;
  if (length < 8) {
    for (let index = 0; index < length; index++) sample = Math.imul(sample, 31) + text.charCodeAt(index);
    return sample ^ (sample >>> 11);
  }
  const step = length >>> 2;
  sample = Math.imul(sample, 31) + text.charCodeAt(length - 1);
  sample = Math.imul(sample, 31) + text.charCodeAt(length - 2);
  sample = Math.imul(sample, 31) + text.charCodeAt(length - 4);
  sample = Math.imul(sample, 31) + text.charCodeAt(length - 6);
  sample = Math.imul(sample, 31) + text.charCodeAt(length - 8);
  sample = Math.imul(sample, 31) + text.charCodeAt(step);
  sample = Math.imul(sample, 31) + text.charCodeAt(step * 2);
  sample = Math.imul(sample, 31) + text.charCodeAt(step * 3);
  return sample ^ (sample >>> 11);
}
