// Keeps what the Sigma engine has cost since it was opened: what is put down already, and which rules were too dear for how long.
import type { Context } from "../../platform/context/index.ts";
import type { SigmaRuleCost } from "../sigma/index.ts";
import { accountCosts, type CostDelta, type DearRule } from "./account-costs.ts";
import { costLimits, findTooDear } from "./rules.ts";

export interface CostLedger {
  /** Puts down what was added, at most every few seconds; at once where a rule is to be quarantined. */
  settle(ctx: Context): Promise<void>;
}

/** Reports come in seconds apart when there are many: their costs are put down together. */
const everyMs = 5_000;

type Costs = ReadonlyMap<string, SigmaRuleCost>;

export function openLedger(engines: { sigma: { costs(): SigmaRuleCost[] } }): CostLedger {
  let written: Costs = new Map();
  let windowStart: Costs = new Map();
  let strikes = new Map<string, number>();
  let settledAt = Number.NEGATIVE_INFINITY;
  let isSettling = false;

  /** Closes the stretch when it is long enough; gives the rules that were above their share often enough. */
  const judge = (costs: Costs): DearRule[] => {
    const deltas = deltasOf(costs, windowStart);
    if (deltas.reduce((sum, one) => sum + one.timeMs, 0) < costLimits.windowMs) return [];
    const dear = findTooDear(deltas);
    windowStart = costs;
    strikes = new Map(dear.map(({ name }) => [name, (strikes.get(name) ?? 0) + 1]));
    return dear.filter(({ name }) => (strikes.get(name) ?? 0) >= costLimits.windows);
  };

  return {
    async settle(ctx) {
      const costs: Costs = new Map(engines.sigma.costs().map((cost) => [cost.ruleId, cost]));
      const dear = judge(costs);
      const deltas = deltasOf(costs, written);
      const isDue = performance.now() - settledAt >= everyMs && deltas.length > 0;
      if (isSettling || (!isDue && dear.length === 0)) return;
      isSettling = true;
      try {
        await accountCosts(ctx, deltas, dear);
        settledAt = performance.now();
        written = costs;
      } finally {
        isSettling = false;
      }
    },
  };
}

function deltasOf(costs: Costs, before: Costs): CostDelta[] {
  return [...costs.values()].flatMap((cost): CostDelta[] => {
    const last = before.get(cost.ruleId);
    const evaluations = cost.evaluations - (last?.evaluations ?? 0);
    if (evaluations <= 0) return [];
    const matches = cost.matches - (last?.matches ?? 0);
    return [{ kind: "sigma", name: cost.ruleId, evaluations, matches, timeMs: cost.timeMs - (last?.timeMs ?? 0) }];
  });
}
