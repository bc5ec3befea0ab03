// Compiles Sigma documents into an engine that evaluates all of them on each event.

import { compileFilters, filtered } from "./apply-filters.ts";
import { compileCorrelations } from "./correlation/compile-correlations.ts";
import type { CompiledCorrelations } from "./correlation/compile-correlations.ts";
import { CorrelationRun } from "./correlation/correlation-run.ts";
import type { BucketMatch } from "./engine/bucket.ts";
import { BucketStore } from "./engine/bucket-store.ts";
import type { CompiledRule } from "./engine/bucket-store.ts";
import { CostMeter } from "./engine/cost-meter.ts";
import { explainedMatch, keepValues } from "./engine/explained-match.ts";
import { buildExpression } from "./language/expression.ts";
import type { LogsourceHint } from "./logsources.ts";
import type {
  CompileOptions,
  RuleDocument,
  SigmaDocument,
  SigmaMatch,
  SigmaRefusal,
  SigmaRuleCost,
  SigmaRuleInfo,
} from "./model.ts";
import { Refused } from "./refused.ts";
import { isRecord } from "./yaml-values.ts";

/** An event as a reader gives it: any JSON value, its place in its source, and what the reader knows of its origin. */
export interface SourceEvent {
  event: unknown;
  ordinal: number;
  logsource?: LogsourceHint;
}

/**
 * @returns an engine holding every rule that compiled; the others are in `refused` with their reasons
 */
export function compileSigma(documents: readonly SigmaDocument[], options: CompileOptions = {}): SigmaEngine {
  const placeholders = options.placeholders ?? {};
  const refused: SigmaRefusal[] = [];
  const seenIds = new Map<string, string>();
  const usable = documents.filter((document) => {
    if (document.kind === "refused") {
      const { path, ruleId, title, reason } = document;
      refused.push({ path, ruleId, title, reason });
      return false;
    }
    const { id, path, title } = document.info;
    const other = seenIds.get(id);
    if (other !== undefined) refused.push({ path, ruleId: id, title, reason: `id: already used by ${other}` });
    else seenIds.set(id, path);
    return other === undefined;
  });
  const ruleDocuments = usable.filter((document) => document.kind === "rule");
  const filters = compileFilters(
    usable.filter((document) => document.kind === "filter"),
    ruleDocuments,
    placeholders,
    refused,
  );
  const rules: CompiledRule[] = [];
  for (const document of ruleDocuments) {
    try {
      rules.push(compileRule(document, filters, placeholders));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { path, id, title } = document.info;
      refused.push({ path, ruleId: id, title, reason: error.message });
    }
  }
  const correlations = compileCorrelations(
    usable.filter((document) => document.kind === "correlation"),
    rules.map((rule) => rule.info),
    refused,
  );
  return new SigmaEngine(rules, correlations, refused);
}

function compileRule(
  document: RuleDocument,
  filters: ReturnType<typeof compileFilters>,
  placeholders: Record<string, string[]>,
): CompiledRule {
  const expression = buildExpression(document.detections, document.conditions, placeholders);
  return { info: document.info, logsource: document.logsource, expression: filtered(expression, document, filters) };
}

/** Evaluates events one by one; holds no event beyond the call, except what a correlation run keeps of its hits. */
export class SigmaEngine {
  /** Why each rule that is not evaluated is not. */
  readonly refused: readonly SigmaRefusal[];
  /** All rules and correlations that are evaluated. */
  readonly rules: readonly SigmaRuleInfo[];
  private readonly compiled: readonly CompiledRule[];
  private readonly correlations: CompiledCorrelations;
  private readonly buckets: BucketStore;
  private readonly meter: CostMeter;

  constructor(compiled: readonly CompiledRule[], correlations: CompiledCorrelations, refused: readonly SigmaRefusal[]) {
    this.compiled = compiled;
    this.correlations = correlations;
    this.refused = refused;
    this.rules = [
      ...compiled.map((rule) => rule.info),
      ...correlations.correlations.map(({ document }) => document.info),
    ];
    this.meter = new CostMeter(compiled.length);
    this.buckets = new BucketStore(compiled, this.meter);
  }

  /**
   * Rules true on one event, correlations apart. Rules that only feed a correlation (`generate` not set) are left out.
   * @param event a parsed event; anything but a map matches nothing
   * @param ordinal its place in the source, from 0
   * @param source the path or part it came from
   */
  match(event: unknown, ordinal: number, source: string, logsource?: LogsourceHint): SigmaMatch[] {
    if (!isRecord(event)) return [];
    const bucket = this.buckets.bucketFor(event, logsource);
    const found = bucket.evaluate(event);
    if (found.length === 0) return noMatches;
    const { hiddenRules } = this.correlations;
    const shown = hiddenRules.size === 0 ? found : found.filter(({ index }) => !hiddenRules.has(index));
    if (shown.length === 0) return noMatches;
    const kept = keepValues(bucket.values);
    return shown.map((match) => explainedMatch(match, this.ruleOf(match), source, ordinal, kept));
  }

  private ruleOf(match: BucketMatch): SigmaRuleInfo {
    const rule = this.rules[match.index];
    if (rule === undefined) throw new RangeError(`no rule ${match.index}`);
    return rule;
  }

  /** Starts a run over events of one or more sources, in any order, at whose end the correlations are known. */
  startRun(): CorrelationRun {
    return new CorrelationRun(this.compiled, this.correlations, this.buckets);
  }

  /** Matches of single events as they come, then those of correlations. */
  *matchAll(events: Iterable<SourceEvent>, source: string): Generator<SigmaMatch> {
    const run = this.startRun();
    for (const item of events) yield* run.add(item, source);
    yield* run.finish();
  }

  /** Builds now what is otherwise built when the first event of a kind comes (about a second for 2,000 rules). */
  prepare(): void {
    this.buckets.prepare();
  }

  /**
   * What each rule has cost since the engine was compiled, dearest first: exact counts of evaluations and matches, and
   * the time of one evaluation in sixteen, counted sixteenfold. Only rules that no index could rule out are evaluated, so
   * the times are those by which one rule slows all others. The engine itself never drops a rule for its cost: the server
   * takes the difference between two calls and puts a rule above its share in quarantine, `toguna scan` prints the dearest.
   */
  costs(): SigmaRuleCost[] {
    return this.meter.report(this.compiled.map((rule) => rule.info));
  }
}

const noMatches: SigmaMatch[] = [];
