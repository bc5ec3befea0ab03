// Remembers what a field's values decided, as long as values come again.

const maxValues = 4_096;
const maxCharacters = 500_000;
const trialLookups = 2_000;

export class ValueCache {
  /** Null for a value that was seen once: what never comes again is not worth keeping. */
  private readonly entries = new Map<string, Int32Array | null>();
  private characters = 0;
  private lookups = 0;
  private hits = 0;
  /** False once too few values came again; the field is then evaluated each time. */
  isWorthwhile = true;

  /** @returns the bits kept; null for a value seen once, whose bits should be kept now; undefined for a new one */
  lookUp(text: string): Int32Array | null | undefined {
    this.lookups++;
    const known = this.entries.get(text);
    if (known !== undefined && known !== null) {
      this.hits++;
      return known;
    }
    if (this.lookups > trialLookups) this.judge();
    if (known === undefined && this.isWorthwhile) this.remember(text);
    return known;
  }

  /** @param bits not written to from now on */
  keep(text: string, bits: Int32Array): Int32Array {
    this.entries.set(text, bits);
    return bits;
  }

  private judge(): void {
    this.isWorthwhile = this.hits * 4 > this.lookups;
    this.lookups = 0;
    this.hits = 0;
    if (!this.isWorthwhile) this.entries.clear();
  }

  private remember(text: string): void {
    this.characters += text.length;
    if (this.entries.size >= maxValues || this.characters > maxCharacters) {
      this.entries.clear();
      this.characters = text.length;
    }
    this.entries.set(text, null);
  }
}
