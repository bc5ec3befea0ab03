// An officer says by what a filing is counted; said again, the new word takes the place of the old, and both stand in the log.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { loadPart } from "../inbox/store.ts";
import { askerOf } from "../offices/store.ts";
import { JudgeCause } from "./model.ts";

/** @throws AppError not_found for another authority's filing. */
export async function judgeCause(ctx: Context, partId: string, input: unknown): Promise<{ cause: string }> {
  requirePermission(ctx, "authority.work");
  const { cause } = JudgeCause.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const part = await loadPart(tx, organisationId, partId);
    await tx.execute(
      sql`insert into filing_causes (part_id, organisation_id, constituent_id, cause, judged_by, judged_at)
        values (${part.id}, ${organisationId}, ${part.entityId}, ${cause}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
        on conflict (part_id) do update set cause = excluded.cause, judged_by = excluded.judged_by, judged_at = excluded.judged_at`,
    );
    await writeAudit(tx, ctx, {
      action: "filing.judge_cause",
      objectType: "filing_part",
      objectId: partId,
      detail: { cause },
    });
    return { cause };
  });
}
