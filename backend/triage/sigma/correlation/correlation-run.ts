// One run over events: single-event matches come out at once, what correlations need is kept until the end.

import type { BucketStore, CompiledRule } from "../engine/bucket-store.ts";
import { explainedMatch, keepValues } from "../engine/explained-match.ts";
import { FieldPaths } from "../engine/field-paths.ts";
import { textsOf } from "../engine/value-texts.ts";
import { variantsFor } from "../logsources.ts";
import type { LogsourceHint } from "../logsources.ts";
import type { SigmaMatch } from "../model.ts";
import { isRecord } from "../yaml-values.ts";
import type { CompiledCorrelations } from "./compile-correlations.ts";
import { eventTimeMs } from "./event-time.ts";
import { runCorrelations } from "./run-correlations.ts";
import type { Hit } from "./window.ts";

/** Events may come in any order: correlations are evaluated by the events' own times when the run is finished. */
export class CorrelationRun {
  private readonly hits: Hit[] = [];
  private lastTimeMs = 0;
  private readonly rules: readonly CompiledRule[];
  private readonly correlations: CompiledCorrelations;
  private readonly buckets: BucketStore;

  constructor(rules: readonly CompiledRule[], correlations: CompiledCorrelations, buckets: BucketStore) {
    this.rules = rules;
    this.correlations = correlations;
    this.buckets = buckets;
  }

  /** Matches of this event alone. */
  add(item: { event: unknown; ordinal: number; logsource?: LogsourceHint }, source: string): SigmaMatch[] {
    const { event, ordinal, logsource } = item;
    if (!isRecord(event)) return [];
    const bucket = this.buckets.bucketFor(event, logsource);
    const matches: SigmaMatch[] = [];
    const found = bucket.evaluate(event);
    if (found.length === 0) return matches;
    const kept = keepValues(bucket.values);
    for (const match of found) {
      const rule = this.rules[match.index];
      if (rule === undefined) continue;
      const fields = this.correlations.fieldsOfRule.get(match.index);
      if (fields !== undefined) this.keep(match.index, fields, event, item, source);
      if (!this.correlations.hiddenRules.has(match.index))
        matches.push(explainedMatch(match, rule.info, source, ordinal, kept));
    }
    return matches;
  }

  /** Matches of correlations over all events that were added. */
  finish(): SigmaMatch[] {
    return runCorrelations(this.correlations.correlations, this.hits);
  }

  /** An event without a readable time counts as happening when the one before it did. */
  private keep(
    rule: number,
    fields: readonly string[],
    event: Record<string, unknown>,
    { ordinal, logsource }: { ordinal: number; logsource?: LogsourceHint },
    source: string,
  ): void {
    const atMs = eventTimeMs(event);
    if (atMs !== null) this.lastTimeMs = atMs;
    const info = this.rules[rule];
    if (info === undefined) return;
    const variants = variantsFor(info.logsource, this.buckets.kindOf(event, logsource));
    const wordings = fields.flatMap((field) => [
      [field, field] as const,
      ...variants.map((variant) => [field, variant.fields[field] ?? field] as const),
    ]);
    const paths = new FieldPaths(
      wordings.map(([, name]) => name),
      false,
    );
    paths.read(event);
    const values: Record<string, string[]> = {};
    for (const [index, [field]] of wordings.entries()) {
      const texts = textsOf(paths.values[index]);
      if (texts.length > 0) values[field] ??= texts;
    }
    const ruleId = info.info.id;
    this.hits.push({
      node: rule,
      atMs: atMs ?? this.lastTimeMs,
      sequence: this.hits.length,
      source,
      ordinal,
      fields: values,
      events: [{ source, ordinal, ruleId, atMs }],
    });
  }
}
