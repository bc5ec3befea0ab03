// For one field of one kind of log: given the field's value, which rules can still be true. The heart of the engine's speed.

import { fold, isAscii } from "../language/fold.ts";
import { passesTest } from "../language/predicate.ts";
import type { Predicate } from "../language/predicate.ts";
import { canBeTrue, countLeaves } from "./compiled-form.ts";
import type { Compiled } from "./compiled-form.ts";
import type { FieldPaths } from "./field-paths.ts";
import { flatHits, maybe, startsOf, sure, unknown } from "./literal-table.ts";
import type { FlatHits, Hit, LiteralTable } from "./literal-table.ts";
import type { NormalForm } from "./normal-form.ts";
import { NoticedPredicates } from "./noticed-predicates.ts";
import type { Scanner, ScannerCache } from "./scanner-cache.ts";
import type { TextBytes } from "./text-bytes.ts";
import { ValueCache } from "./value-cache.ts";
import { textsOf } from "./value-texts.ts";

const maxCachedLength = 1_024;
const maxSkippedLeaves = 8;

/**
 * Bits of rules (32 a word) that can be true given the value of this field. Sound: a rule that is true has its bit set.
 */
export class FieldIndex {
  private readonly noticed = new NoticedPredicates();
  private readonly predicates: readonly Predicate[] = this.noticed.list;
  private readonly direct = this.noticed.direct;
  private readonly always: readonly Hit[] = this.noticed.always;
  private readonly regexes: readonly number[] = this.noticed.regexes;
  private readonly forms: { rule: number; form: Compiled }[] = [];
  private readonly formsOf: number[][] = [];
  /** The same one after the other: forms of a predicate from `formStarts[predicate]` on. */
  private readonly formList: Int32Array;
  private readonly formStarts: Int32Array;
  /** 1 for a form that any one of its predicates makes true. */
  private readonly isAnyEnough: Uint8Array;
  /** Room for every literal of a table once. */
  private readonly scratch: Int32Array;
  /** Predicates noticed in the value under evaluation; as many as `touchedCount`. */
  private readonly touched: Int32Array;
  private touchedCount = 0;
  /** How often a predicate was noticed so far, for telling texts in which none was. */
  private marks = 0;
  /** Whether scanning a text costs less than the lower case that the exact evaluation needs. */
  private readonly isQuick: boolean;
  /** A shorter text is nothing to this index; 0 where every text is. */
  readonly leastLength: number;
  /** Whether a text in which no predicate is noticed makes none true. */
  readonly isSilentOnMiss: boolean;
  private readonly scanners: { scanner: Scanner; hits: FlatHits }[] = [];
  private readonly text: TextBytes;
  private readonly isForAscii: boolean;
  private readonly state: Uint8Array;
  /** Rules of `forms`, and the turn in which a form was last looked at: once a value is enough. */
  private readonly formRules: Int32Array;
  private readonly consideredIn: Float64Array;
  private turn = 0;
  private readonly wordCount: number;
  /** Bits when the field is absent, is null, and has a value of which nothing is known. */
  readonly absentBits: Int32Array;
  readonly nullBits: Int32Array;
  private readonly plainBits: Int32Array;
  /** Predicates of this field in each rule: what it costs to leave the field to the exact evaluation. */
  private readonly leafCounts: Uint16Array;
  /** Rules that this field can rule out at all. */
  readonly constrained: Int32Array;
  /** Words of `constrained` in which there is one: the others need no look. */
  readonly words: Int32Array;
  /** Characters that had to be scanned so far: what this field costs. */
  scanned = 0;
  private readonly resultBits: Int32Array;
  private readonly cache = new ValueCache();

  /** @param forms for each rule that this field can rule out, its necessary condition seen from this field */
  constructor(forms: { rule: number; form: NormalForm }[], ruleCount: number, scanners: ScannerCache) {
    this.wordCount = Math.ceil(ruleCount / 32);
    for (const [index, { rule, form }] of forms.entries()) this.forms.push({ rule, form: this.compile(form, index) });
    this.state = new Uint8Array(this.predicates.length);
    this.text = scanners.text;
    const { contains, equals, prefixes, suffixes } = this.noticed;
    const tables = [contains, equals, prefixes, suffixes];
    this.isForAscii = tables.every(({ literals }) => literals.every(isAscii));
    this.scratch = new Int32Array(tables.reduce((most, { hits }) => Math.max(most, hits.length), 0));
    const use = (scanner: Scanner, { hits }: LiteralTable): number =>
      this.scanners.push({ scanner, hits: flatHits(hits) });
    if (equals.hits.length > 0) use(scanners.equal(equals.literals), equals);
    if (suffixes.hits.length > 0) use(scanners.end(suffixes.literals), suffixes);
    if (prefixes.hits.length > 0) use(scanners.start(prefixes.literals), prefixes);
    const containing = contains.hits.length === 0 ? null : scanners.contains(contains.literals);
    if (containing !== null) use(containing, contains);
    this.isQuick = containing?.isLeaping ?? true;
    this.isSilentOnMiss = this.always.length === 0;
    const isOnlyContaining = this.scanners.length === 1 && this.direct.length + this.always.length === 0;
    this.leastLength = isOnlyContaining && this.regexes.length === 0 ? (containing?.minLength ?? 0) : 0;
    this.absentBits = this.constantBits((predicate) => (predicate.test.kind === "null" ? sure : unknown));
    this.nullBits = this.constantBits(({ test }) => (test.kind === "null" || test.kind === "exists" ? sure : unknown));
    for (const { predicate, certainty } of this.always) this.state[predicate] = certainty;
    this.plainBits = this.bitsOfState();
    this.state.fill(0);
    this.resultBits = new Int32Array(this.wordCount);
    this.constrained = new Int32Array(this.wordCount);
    this.leafCounts = new Uint16Array(ruleCount);
    for (const { rule, form } of this.forms) {
      this.leafCounts[rule] = Math.min(countLeaves(form), 65_535);
      this.constrained[rule >> 5] = (this.constrained[rule >> 5] ?? 0) | (1 << (rule & 31));
    }
    this.words = Int32Array.from([...this.constrained.keys()].filter((word) => this.constrained[word] !== 0));
    this.formRules = Int32Array.from(this.forms, ({ rule }) => rule);
    this.formList = Int32Array.from(this.formsOf.flat());
    this.formStarts = startsOf(this.formsOf);
    this.isAnyEnough = Uint8Array.from(this.forms, ({ form }) => (isAnyOf(form) ? 1 : 0));
    this.consideredIn = new Float64Array(forms.length);
    this.touched = new Int32Array(this.predicates.length);
  }

  private constantBits(stateOf: (predicate: Predicate) => number): Int32Array {
    for (const [id, predicate] of this.predicates.entries()) this.state[id] = stateOf(predicate);
    const bits = this.bitsOfState();
    this.state.fill(0);
    return bits;
  }

  private bitsOfState(): Int32Array {
    const bits = new Int32Array(this.wordCount).fill(-1);
    for (const { rule, form } of this.forms)
      if (!canBeTrue(form, this.state)) bits[rule >> 5] = (bits[rule >> 5] ?? 0) & ~(1 << (rule & 31));
    return bits;
  }

  private compile(form: NormalForm, index: number): Compiled {
    if (form.op === "constant") return { isAnd: form.isTrue, kids: [] };
    if (form.op !== "leaf") return { isAnd: form.op === "and", kids: form.kids.map((kid) => this.compile(kid, index)) };
    const id = this.noticed.numberOf(form.predicate);
    if (id === this.formsOf.length) this.formsOf.push([]);
    const list = this.formsOf[id];
    if (list !== undefined && list.at(-1) !== index) list.push(index);
    return id * 2 + (form.isNegated ? 1 : 0);
  }

  /**
   * Bits for a value that is present (null and absent have their own). The array is the index's own: read it before
   * the next call, and do not write to it.
   * @param alive rules that are left: the bits of others may be anything
   */
  bitsFor(value: unknown, alive: Int32Array): Int32Array {
    if (typeof value === "string")
      return this.cache.isWorthwhile && value.length <= maxCachedLength
        ? this.cached(value, alive)
        : this.bitsForText(value, alive);
    if (typeof value === "number" || typeof value === "boolean") return this.cached(String(value), alive);
    const texts = textsOf(value);
    return texts.length === 0 ? this.nullBits : this.bitsForTexts(texts, alive);
  }

  /**
   * Whether so little is left to ask of this field that looking at the rules themselves is cheaper than scanning it.
   * @param bits rules that are left
   */
  isBetterSkipped(value: unknown, bits: Int32Array): boolean {
    if (this.isQuick || typeof value !== "string" || value.length < 64) return false;
    let leaves = 0;
    const { words, constrained, leafCounts } = this;
    for (let at = 0; at < words.length; at++) {
      const word = words[at] ?? 0;
      for (let left = (bits[word] ?? 0) & (constrained[word] ?? 0); left !== 0; left &= left - 1) {
        leaves += leafCounts[word * 32 + 31 - Math.clz32(left & -left)] ?? 0;
        if (leaves > maxSkippedLeaves) return false;
      }
    }
    return true;
  }

  private cached(text: string, alive: Int32Array): Int32Array {
    const known = this.cache.lookUp(text);
    if (known === undefined) return this.bitsForText(text, alive);
    if (known !== null) return known;
    // Seen before: worth all its bits, for events in which other rules are left.
    const bits = this.bitsForText(text, null);
    return this.cache.keep(bits === this.plainBits ? bits : bits.slice());
  }

  /** Bits where any of the texts may satisfy a predicate. */
  bitsForTexts(texts: readonly string[], alive: Int32Array): Int32Array {
    if (texts.length === 0) return this.absentBits;
    for (const text of texts) this.noteText(text);
    return this.conclude(alive);
  }

  /** The same for the leaves of an event, which learns which of them nothing is found in. */
  bitsForLeaves(fields: FieldPaths, alive: Int32Array): Int32Array {
    const { leafTexts, leafCount } = fields;
    if (leafCount === 0) return this.isSilentOnMiss ? this.plainBits : this.absentBits;
    for (let leaf = 0; leaf < leafCount; leaf++) {
      const before = this.marks;
      this.noteText(leafTexts[leaf] ?? "");
      if (this.marks === before) fields.forgetLeaf(leaf);
    }
    return this.conclude(alive);
  }

  private bitsForText(text: string, alive: Int32Array | null): Int32Array {
    this.noteText(text);
    return this.conclude(alive);
  }

  private conclude(alive: Int32Array | null): Int32Array {
    const { touched, touchedCount: count, state } = this;
    if (count === 0) return this.plainBits;
    for (const { predicate, certainty } of this.always) state[predicate] = certainty;
    this.reconsider(count, alive);
    for (let index = 0; index < count; index++) state[touched[index] ?? 0] = unknown;
    for (const { predicate } of this.always) state[predicate] = unknown;
    this.touchedCount = 0;
    return this.resultBits;
  }

  private noteText(text: string): void {
    if (text.length < this.leastLength) return;
    this.scanned += text.length;
    const { scratch, scanners } = this;
    this.text.load(text, this.isForAscii);
    for (let at = 0; at < scanners.length; at++) {
      const entry = scanners[at];
      if (entry === undefined) continue;
      const count = entry.scanner.scan(this.text, scratch, 0);
      for (let index = 0; index < count; index++) this.note(entry.hits, scratch[index] ?? 0);
    }
    if (this.direct.length > 0) this.noteDirect(text, fold(text));
    // The long s folds to s in RE2 and not in toLowerCase, so the literals of expressions cannot be trusted here.
    const isPlain = this.regexes.length === 0 || this.text.isAscii || !text.includes("ſ");
    if (!isPlain) for (const id of this.regexes) this.mark(id, maybe);
  }

  private noteDirect(text: string, lower: string): void {
    for (const { predicate, minLength } of this.direct) {
      const test = this.predicates[predicate]?.test;
      if (test === undefined || test.kind === "fieldref") continue;
      if (minLength === null ? passesTest(test, text, lower) : text.length >= minLength)
        this.mark(predicate, minLength === null ? sure : maybe);
    }
  }

  private note({ starts, hits }: FlatHits, literal: number): void {
    const end = starts[literal + 1] ?? 0;
    for (let at = starts[literal] ?? 0; at < end; at++) {
      const hit = hits[at] ?? 0;
      this.mark(hit >> 2, hit & 3);
    }
  }

  private mark(predicate: number, certainty: number): void {
    this.marks++;
    const before = this.state[predicate] ?? unknown;
    if (before === unknown) this.touched[this.touchedCount++] = predicate;
    if (certainty > before) this.state[predicate] = certainty;
  }

  private reconsider(count: number, alive: Int32Array | null): void {
    const { resultBits: bits, touched, formRules, consideredIn, formList, formStarts, isAnyEnough } = this;
    const turn = ++this.turn;
    bits.set(this.plainBits);
    for (let position = 0; position < count; position++) {
      const predicate = touched[position] ?? 0;
      const end = formStarts[predicate + 1] ?? 0;
      for (let at = formStarts[predicate] ?? 0; at < end; at++) {
        const index = formList[at] ?? 0;
        const rule = formRules[index] ?? 0;
        const mask = 1 << (rule & 31);
        if (isAnyEnough[index] === 1) {
          bits[rule >> 5] = (bits[rule >> 5] ?? 0) | mask;
          continue;
        }
        if ((alive !== null && ((alive[rule >> 5] ?? 0) & mask) === 0) || consideredIn[index] === turn) continue;
        consideredIn[index] = turn;
        const entry = this.forms[index];
        if (entry === undefined) continue;
        const word = bits[rule >> 5] ?? 0;
        bits[rule >> 5] = canBeTrue(entry.form, this.state) ? word | mask : word & ~mask;
      }
    }
  }
}

/** Whether the form is true as soon as one of its predicates is: one of them, or a choice among some, none negated. */
function isAnyOf(form: Compiled): boolean {
  return typeof form === "number" ? (form & 1) === 0 : !form.isAnd && form.kids.every(isAnyOf);
}
