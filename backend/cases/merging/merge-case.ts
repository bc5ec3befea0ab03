// Merges a case into another: what was chosen moves in one transaction, the stricter of both wins, and an emptied case stays as a pointer.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { decideVersion } from "../rules.ts";
import { MergeCase } from "./model.ts";
import { moveParts, requireNoBlocker } from "./move-parts.ts";
import { planMove } from "./plan.ts";
import { sidesOf } from "./store.ts";

/** @throws conflict when either case was changed since the preview; refused with what stands against it; not_found for either. */
export async function mergeCase(
  ctx: Context,
  sourceId: string,
  input: MergeCase,
): Promise<{ mergeId: string; isPointer: boolean }> {
  requirePermission(ctx, "case.join");
  const { targetId, parts, reason, sourceVersion, targetVersion } = MergeCase.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [source, target] = await sidesOf(tx, [sourceId, targetId], "for_update");
    if (!source || !target) throw new Error("two cases were asked for");
    decideVersion(source.version, sourceVersion, "case");
    decideVersion(target.version, targetVersion, "case");
    const plan = await planMove(tx, ctx, source, target, parts);
    requireNoBlocker(plan);
    const made = await moveParts(tx, ctx, { kind: "merge", source, target, plan, reason });
    for (const reportId of made.reportIds)
      await writeAudit(tx, ctx, {
        action: "report.move",
        objectType: "report",
        objectId: reportId,
        detail: { mergeId: made.mergeId },
      });
    // Each case's own history tells it; neither names the other, since not everybody sees both.
    const detail = { mergeId: made.mergeId, counts: made.counts, reason };
    await writeAudit(tx, ctx, { action: "case.merge_out", objectType: "case", objectId: source.id, detail });
    await writeAudit(tx, ctx, { action: "case.merge_in", objectType: "case", objectId: target.id, detail });
    return { mergeId: made.mergeId, isPointer: plan.isPointer };
  });
}
