// Counts what each rule costs: every evaluation, and the time of one in sixteen.

import type { SigmaRuleCost, SigmaRuleInfo } from "../model.ts";

const sampleEvery = 16;

export class CostMeter {
  private readonly evaluations: Float64Array;
  private readonly matches: Float64Array;
  private readonly timeMs: Float64Array;
  private ticks = 0;

  constructor(ruleCount: number) {
    this.evaluations = new Float64Array(ruleCount);
    this.matches = new Float64Array(ruleCount);
    this.timeMs = new Float64Array(ruleCount);
  }

  /** Milliseconds on a monotonic clock, or -1 where this evaluation is not timed. */
  start(): number {
    this.ticks++;
    return this.ticks % sampleEvery === 0 ? performance.now() : -1;
  }

  stop(rule: number, startedAt: number, isMatch: boolean): void {
    this.evaluations[rule] = (this.evaluations[rule] ?? 0) + 1;
    if (isMatch) this.matches[rule] = (this.matches[rule] ?? 0) + 1;
    if (startedAt >= 0) this.timeMs[rule] = (this.timeMs[rule] ?? 0) + (performance.now() - startedAt) * sampleEvery;
  }

  /** Costs of all rules that were evaluated, dearest first. */
  report(rules: readonly SigmaRuleInfo[]): SigmaRuleCost[] {
    const total = this.timeMs.reduce((sum, one) => sum + one, 0);
    return rules
      .map((rule, index) => ({
        ruleId: rule.id,
        title: rule.title,
        evaluations: this.evaluations[index] ?? 0,
        matches: this.matches[index] ?? 0,
        timeMs: this.timeMs[index] ?? 0,
        share: total === 0 ? 0 : (this.timeMs[index] ?? 0) / total,
      }))
      .filter(({ evaluations }) => evaluations > 0)
      .sort((a, b) => b.timeMs - a.timeMs || b.evaluations - a.evaluations);
  }
}
