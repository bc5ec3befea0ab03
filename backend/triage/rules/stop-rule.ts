// Takes a rule out of force: in quarantine until it is looked into, or retired for good. One person may, since nothing new comes into force.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { endLive } from "./ask-publication.ts";
import { StopRule } from "./requests/model.ts";
import { decideStop } from "./rules.ts";
import { endPublication, holdPublicationOf, holdRule, moveTo } from "./store.ts";

type Stopped = "quarantined" | "retired";

/** @throws refused when it is so already, or when there is nothing in force to quarantine. */
export async function stopRule(
  ctx: Context,
  ruleId: string,
  wanted: Stopped,
  input: { reason: string },
): Promise<{ state: Stopped }> {
  requirePermission(ctx, "rule.write");
  const { reason } = StopRule.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    decideStop(rule.state, wanted);
    const at = ctx.now();
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    await endLive(tx, ruleId, by, at, reason);
    const waiting = wanted === "retired" ? await holdPublicationOf(tx, ruleId, "waiting") : null;
    if (waiting) await endPublication(tx, waiting.id, { state: "refused", by, reason, at });
    await moveTo(tx, rule, wanted, { reason, at });
    const action = wanted === "retired" ? "rule.retire" : "rule.quarantine";
    const detail = { reason, version: rule.activeVersion };
    await writeAudit(tx, ctx, { action, objectType: "rule", objectId: ruleId, detail });
    return { state: wanted };
  });
}
