// Records whether a rule was right on a report, so that its record is known: true, false, or harmless here.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { JudgeFinding, type Verdict } from "./model.ts";
import { decideVerdict } from "./rules.ts";

/** @throws invalid_input when false or benign comes without a reason; not_found. */
export async function judgeFinding(
  ctx: Context,
  input: JudgeFinding,
): Promise<{ id: string; verdict: Verdict | null }> {
  requirePermission(ctx, "finding.judge");
  const { findingId, verdict, reason } = JudgeFinding.parse(input);
  decideVerdict(verdict, reason);
  return await withTransaction(ctx, async (tx) => {
    const [before] = await tx.execute<{ reportId: string; ruleId: string; verdict: string | null }>(
      sql`select report_id as "reportId", rule_id as "ruleId", verdict from findings where id = ${findingId} for update`,
    );
    if (!before) throw notFound("finding");
    await tx.execute(
      sql`update findings set verdict = ${verdict}, verdict_reason = ${verdict === null ? null : (reason ?? null)},
        verdict_by = ${verdict === null || ctx.actor.kind !== "person" ? null : ctx.actor.personId},
        verdict_at = ${verdict === null ? null : ctx.now().toISOString()}::timestamptz where id = ${findingId}`,
    );
    const detail = { findingId, ruleId: before.ruleId, from: before.verdict, to: verdict, reason: reason ?? null };
    await writeAudit(tx, ctx, { action: "finding.judge", objectType: "report", objectId: before.reportId, detail });
    return { id: findingId, verdict };
  });
}
