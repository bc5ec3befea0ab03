// What rules cost is put down by day; a rule that takes more than its share of the engine's time is quarantined, with a notice.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { endLive } from "./ask-publication.ts";
import type { RunningCost } from "./rules.ts";
import { holdRule, moveTo } from "./store.ts";

export type DearRule = RunningCost & { share: number };

export interface CostDelta extends RunningCost {
  matches: number;
}

/**
 * @param deltas since they were last put down; @param dear rules that were above their share for long enough
 * @returns ids of the rules that were quarantined
 */
export async function accountCosts(
  ctx: Context,
  deltas: readonly CostDelta[],
  dear: readonly DearRule[],
): Promise<string[]> {
  requirePermission(ctx, "rule.write");
  const day = ctx.now().toISOString().slice(0, 10);
  // oxlint-disable-next-line toguna/mutation-guards -- what an engine measured is no act of anybody; a quarantine is in the log
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into rule_costs (kind, name, day, evaluations, matches, time_ms)
      select x.kind, x.name, ${day}::date, x.evaluations, x.matches, x."timeMs"
      from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb) as x (kind text, name text, evaluations bigint, matches bigint, "timeMs" double precision)
      on conflict (kind, name, day) do update set evaluations = rule_costs.evaluations + excluded.evaluations,
        matches = rule_costs.matches + excluded.matches, time_ms = rule_costs.time_ms + excluded.time_ms`);
    const quarantined: string[] = [];
    for (const cost of dear) {
      const ruleId = await quarantine(tx, ctx, cost);
      if (ruleId !== null) quarantined.push(ruleId);
    }
    return quarantined;
  });
}

/** The notice goes out with the event; null where the rule is not in force any more. */
async function quarantine(tx: Tx, ctx: Context, cost: DearRule): Promise<string | null> {
  const [found] = await tx.execute<{ id: string }>(
    sql`select rule_id as id from rule_names where kind = ${cost.kind} and name = ${cost.name}`,
  );
  if (!found) return null;
  const rule = await holdRule(tx, found.id);
  if (rule.state !== "active") return null;
  const at = ctx.now();
  const percent = Math.round(cost.share * 100);
  const mean = Math.round((cost.timeMs * 1000) / Math.max(1, cost.evaluations));
  const reason = `took ${percent} % of the time of all ${cost.kind} rules (${mean} µs an evaluation)`;
  await endLive(tx, rule.id, null, at, reason);
  await moveTo(tx, rule, "quarantined", { reason, at });
  await publish(tx, { type: "rule.quarantined", ruleId: rule.id, share: cost.share });
  const detail = { reason, version: rule.activeVersion, share: cost.share, timeMs: Math.round(cost.timeMs) };
  await writeAudit(tx, ctx, { action: "rule.quarantine", objectType: "rule", objectId: rule.id, detail });
  return rule.id;
}
