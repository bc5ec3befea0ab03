// What is counted while a window of time moves over the hits of one group.

import type { Condition } from "../language/condition.ts";
import { readNumber } from "../language/predicate.ts";
import type { Comparison, CorrelatedEvent, CorrelationCondition } from "../model.ts";
import type { CompiledCorrelation, NodeId } from "./compile-correlations.ts";

/** A rule that was true on an event, or a correlation on a group (`events` are then all of that group). */
export interface Hit {
  node: NodeId;
  atMs: number;
  /** Order of arrival, for equal times. */
  sequence: number;
  source: string;
  ordinal: number;
  fields: Record<string, string[]>;
  events: CorrelatedEvent[];
}

/** Adding and removing hits keeps it current; asking costs little except for percentiles and order. */
export class Window {
  private readonly hits: Hit[] = [];
  private readonly counts = new Map<string, number>();
  private readonly countsOfNode = new Map<NodeId, number>();
  private start = 0;
  private sum = 0;
  private numbers = 0;
  private readonly correlation: CompiledCorrelation;

  constructor(correlation: CompiledCorrelation) {
    this.correlation = correlation;
  }

  get content(): Hit[] {
    return this.hits.slice(this.start);
  }

  add(hit: Hit): void {
    this.hits.push(hit);
    this.change(hit, 1);
  }

  removeFirst(): void {
    const hit = this.hits[this.start];
    if (hit === undefined) return;
    this.start++;
    this.change(hit, -1);
  }

  private change(hit: Hit, by: 1 | -1): void {
    increase(this.countsOfNode, hit.node, by);
    const condition = this.condition;
    if (condition === null || condition.fields.length === 0) return;
    const values = condition.fields.map((field) => hit.fields[field] ?? []);
    if (values.some((texts) => texts.length === 0)) return;
    increase(this.counts, JSON.stringify(values), by);
    const number = readNumber(values[0]?.[0] ?? "");
    if (number === null) return;
    this.sum += number * by;
    this.numbers += by;
  }

  private get condition(): CorrelationCondition | null {
    const { condition } = this.correlation.document;
    return typeof condition === "string" ? null : condition;
  }

  /** The count or figure that satisfied the condition, in words; null where it is not satisfied. */
  satisfied(): string | null {
    const { type } = this.correlation.document;
    const { condition } = this;
    switch (type) {
      case "event_count":
        return compared(condition, this.hits.length - this.start, type);
      case "value_count":
        return compared(condition, this.counts.size, type);
      case "value_sum":
        return this.numbers === 0 ? null : compared(condition, this.sum, type);
      case "value_avg":
        return this.numbers === 0 ? null : compared(condition, this.sum / this.numbers, type);
      case "value_median":
        return compared(condition, percentile(this.sortedNumbers(), 50), type);
      case "value_percentile":
        return condition?.percentile === null
          ? this.share(condition)
          : compared(condition, percentile(this.sortedNumbers(), condition?.percentile ?? 50), type);
      case "temporal":
      case "temporal_ordered":
        return this.temporal(condition);
    }
  }

  /** Some value makes up a share of all occurrences (in percent) that fits the condition. */
  private share(condition: CorrelationCondition | null): string | null {
    const total = [...this.counts.values()].reduce((sum, one) => sum + one, 0);
    for (const [value, count] of this.counts) {
      const words = compared(condition, (count / total) * 100, `share of ${value}`);
      if (words !== null) return words;
    }
    return null;
  }

  private sortedNumbers(): number[] {
    const field = this.condition?.fields[0] ?? "";
    return this.content
      .map((hit) => readNumber(hit.fields[field]?.[0] ?? ""))
      .filter((number) => number !== null)
      .sort((a, b) => a - b);
  }

  private temporal(condition: CorrelationCondition | null): string | null {
    const { inputs, document, expression } = this.correlation;
    const present = inputs.filter((input) => this.countsOfNode.has(input));
    const isOrdered = document.type === "temporal_ordered";
    if (expression !== null) {
      const words = typeof document.condition === "string" ? document.condition : document.type;
      const isTrue = evaluate(expression, (name) => this.countsOfNode.has(inputs[document.rules.indexOf(name)] ?? -1));
      return isTrue && (!isOrdered || this.isInOrder(present)) ? words : null;
    }
    const words = compared(condition, new Set(present).size, document.type);
    return words !== null && (!isOrdered || this.isInOrder(present)) ? words : null;
  }

  /** Whether the rules occur in their order: the earliest fitting event for each, none used twice, equal times allowed. */
  private isInOrder(wanted: readonly NodeId[]): boolean {
    const content = this.content;
    const isUsed = new Set<Hit>();
    let earliest = Number.NEGATIVE_INFINITY;
    for (const node of wanted) {
      const next = content.find((hit) => hit.node === node && hit.atMs >= earliest && !isUsed.has(hit));
      if (next === undefined) return false;
      isUsed.add(next);
      earliest = next.atMs;
    }
    return true;
  }
}

function increase<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function evaluate(condition: Condition, isPresent: (name: string) => boolean): boolean {
  if (condition.op === "name") return isPresent(condition.name);
  if (condition.op === "not") return !evaluate(condition.kid, isPresent);
  return condition.op === "and"
    ? condition.kids.every((kid) => evaluate(kid, isPresent))
    : condition.kids.some((kid) => evaluate(kid, isPresent));
}

function compared(condition: CorrelationCondition | null, value: number | null, label: string): string | null {
  if (condition === null || value === null) return null;
  const isFitting = condition.tests.every((test) => compare(test.comparison, value, test.value));
  const words = condition.tests.map((test) => `${test.comparison} ${test.value}`).join(" and ");
  return isFitting ? `${label} ${Number(value.toFixed(3))} (${words})` : null;
}

function compare(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case "gt":
      return left > right;
    case "gte":
      return left >= right;
    case "lt":
      return left < right;
    case "lte":
      return left <= right;
    case "eq":
      return left === right;
    case "neq":
      return left !== right;
  }
}

/** Linear interpolation between closest ranks; null for no numbers. */
function percentile(sorted: readonly number[], percent: number): number | null {
  if (sorted.length === 0) return null;
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}
