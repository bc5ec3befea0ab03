// The rules of one kind of log, indexed by field: an event goes in, the rules that are true come out.

import type { Expression } from "../language/expression.ts";
import type { Predicate } from "../language/predicate.ts";
import { passesTest } from "../language/predicate.ts";
import { fold } from "../language/fold.ts";
import { bind, isTrue } from "./bound-rule.ts";
import type { BoundExpression, EventValues } from "./bound-rule.ts";
import type { CostMeter } from "./cost-meter.ts";
import { FieldIndex } from "./field-index.ts";
import { FieldPaths } from "./field-paths.ts";
import { branches, fieldsOf, folded, normalForm, seenFromField } from "./normal-form.ts";
import type { NormalForm } from "./normal-form.ts";
import type { ScannerCache } from "./scanner-cache.ts";

/** A rule of the bucket; `index` is its place in the engine's list of rules. */
export interface BucketRule {
  index: number;
  expression: Expression;
}

export interface BucketMatch {
  index: number;
  expression: BoundExpression;
}

const noMatches: BucketMatch[] = [];

/** Built once per kind of log; not reentrant: an event is evaluated to its end before the next. */
export class Bucket {
  /** One entry for each branch; branches of a rule follow one another and share its entry. */
  private readonly rules: { index: number; expression: BoundExpression }[] = [];
  private readonly fields: FieldPaths;
  private readonly indexes: { slot: number; index: FieldIndex }[] = [];
  private readonly keywordIndex: FieldIndex | null = null;
  private readonly startBits: Int32Array;
  private readonly bits: Int32Array;
  private readonly meter: CostMeter;
  private evaluations = 0;
  private nextOrdering = 64;
  private readonly knownSlots: { slot: number; text: string }[] = [];

  /**
   * @param known fields whose value is the same for all events of this bucket (channel, event id): what they decide is
   *   decided here, once
   * @param isForOneEventId false where the bucket serves all event ids that no rule asks for
   */
  constructor(
    rules: readonly BucketRule[],
    known: ReadonlyMap<string, string>,
    meter: CostMeter,
    isForOneEventId: boolean,
    scanners: ScannerCache,
  ) {
    this.meter = meter;
    const isShared = !isForOneEventId;
    const slots = new Map<string, number>();
    const slotOf = (field: string): number => {
      const slot = slots.get(field) ?? slots.size;
      slots.set(field, slot);
      return slot;
    };
    const forms: NormalForm[] = [];
    for (const { index, expression } of rules) {
      const form = folded(normalForm(expression), (predicate) => decideKnown(predicate, known));
      if (form.op === "constant" && !form.isTrue) continue;
      const rule = { index, expression: bind(expression, slotOf) };
      for (const branch of branches(form)) {
        forms.push(branch);
        this.rules.push(rule);
      }
    }
    const ruleCount = this.rules.length;
    this.startBits = startBits(ruleCount);
    this.bits = new Int32Array(this.startBits.length);
    const indexFor = (field: string | null): { index: FieldIndex; size: number } | null => {
      const seen = forms
        .map((form, rule) => ({ rule, form: seenFromField(form, (predicate) => predicate.field === field) }))
        .filter(({ form }) => form.op !== "constant");
      return seen.length === 0 ? null : { index: new FieldIndex(seen, ruleCount, scanners), size: seen.length };
    };
    const found = [];
    for (const [field, slot] of slots) {
      const made = indexFor(field);
      if (made !== null) found.push({ slot, ...made });
    }
    found.sort((a, b) => b.size - a.size);
    this.indexes = found.map(({ slot, index }) => ({ slot, index }));
    this.keywordIndex = indexFor(null)?.index ?? null;
    const hasKeywords = forms.some((form) => fieldsOf(form).has(null));
    this.fields = new FieldPaths([...slots.keys()], hasKeywords);
    // Only where every search without a field stands in the index can short texts be nothing to all of them.
    const isIndexed = forms.every((form) => !fieldsOf(form).has(null) || isSeenByKeywords(form));
    if (isIndexed) {
      this.fields.leaveOutShorter(this.keywordIndex?.leastLength ?? 0);
      this.fields.isForgettingLeaves = this.keywordIndex?.isSilentOnMiss ?? false;
    }
    for (const [field, text] of known) {
      const slot = slots.get(field);
      if (slot !== undefined && !(isShared && field === "EventID")) this.knownSlots.push({ slot, text });
    }
  }

  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /** Rules true on the event, in the order of the documents. The values stay readable until the next call. */
  evaluate(event: object): BucketMatch[] {
    this.fields.read(event);
    const { values } = this.fields;
    const { indexes, knownSlots } = this;
    for (let at = 0; at < knownSlots.length; at++) {
      const known = knownSlots[at];
      if (known !== undefined) values[known.slot] = known.text;
    }
    const { bits } = this;
    bits.set(this.startBits);
    if (++this.evaluations === this.nextOrdering) this.reorder();
    for (let at = 0; at < indexes.length; at++) {
      const entry = indexes[at];
      if (entry === undefined) continue;
      const { slot, index } = entry;
      if (!isConcerned(bits, index.constrained, index.words)) continue;
      const value = values[slot];
      if (index.isBetterSkipped(value, bits)) continue;
      const allowed =
        value === undefined ? index.absentBits : value === null ? index.nullBits : index.bitsFor(value, bits);
      if (narrow(bits, allowed, index.words)) continue;
      if (!hasAny(bits)) return noMatches;
    }
    if (
      this.keywordIndex !== null &&
      isConcerned(bits, this.keywordIndex.constrained, this.keywordIndex.words) &&
      !narrow(bits, this.keywordIndex.bitsForLeaves(this.fields, bits), this.keywordIndex.words) &&
      !hasAny(bits)
    )
      return noMatches;
    return this.confirm(bits);
  }

  /** Fields that cost little to look at come first, so that the dear ones are often not looked at. */
  private reorder(): void {
    this.nextOrdering *= 8;
    this.indexes.sort((a, b) => a.index.scanned - b.index.scanned);
  }

  get values(): EventValues {
    return this.fields;
  }

  /** Evaluates exactly the rules that no field ruled out. */
  private confirm(bits: Int32Array): BucketMatch[] {
    const matches: BucketMatch[] = [];
    let previous: BucketMatch | null = null;
    for (let word = 0; word < bits.length; word++) {
      let left = bits[word] ?? 0;
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        left &= left - 1;
        const rule = this.rules[word * 32 + bit];
        if (rule === undefined || rule === previous) continue;
        previous = rule;
        const startedAt = this.meter.start();
        const isMatch = isTrue(rule.expression, this.fields);
        this.meter.stop(rule.index, startedAt, isMatch);
        if (isMatch) matches.push(rule);
      }
    }
    return matches;
  }
}

/** Whether the index of searches without a field holds all of the form's searches of that kind. */
function isSeenByKeywords(form: NormalForm): boolean {
  const count = (part: NormalForm): number => {
    if (part.op === "leaf") return part.predicate.field === null ? 1 : 0;
    return part.op === "constant" ? 0 : part.kids.reduce((sum, kid) => sum + count(kid), 0);
  };
  return count(form) === count(seenFromField(form, (predicate) => predicate.field === null));
}

/** Bits of `allowed` only, in the words that a field speaks of; false where none is left in them. */
function narrow(bits: Int32Array, allowed: Int32Array, words: Int32Array): boolean {
  let any = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    const left = (bits[word] ?? 0) & (allowed[word] ?? 0);
    bits[word] = left;
    any |= left;
  }
  return any !== 0;
}

function hasAny(bits: Int32Array): boolean {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return true;
  return false;
}

/** False where a field could rule out none of the rules that are left. */
function isConcerned(bits: Int32Array, constrained: Int32Array, words: Int32Array): boolean {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    if (((bits[word] ?? 0) & (constrained[word] ?? 0)) !== 0) return true;
  }
  return false;
}

function startBits(ruleCount: number): Int32Array {
  const bits = new Int32Array(Math.ceil(ruleCount / 32)).fill(-1);
  if (ruleCount % 32 !== 0) bits[bits.length - 1] = (1 << (ruleCount % 32)) - 1;
  return bits;
}

/** The truth of a predicate on a field whose value is known beforehand; null where the value is not enough. */
function decideKnown(predicate: Predicate, known: ReadonlyMap<string, string>): boolean | null {
  const value = predicate.field === null ? undefined : known.get(predicate.field);
  if (value === undefined || predicate.test.kind === "fieldref") return null;
  return passesTest(predicate.test, value, fold(value));
}
