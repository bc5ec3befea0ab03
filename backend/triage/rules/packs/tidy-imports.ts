// Drops imports that nobody took within a week, and after a month what an import held beside the rules that were taken from it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { withTransaction } from "../../../platform/db/index.ts";

export const tidyImportsJob = "rules.tidy_imports";

const dayMs = 86_400_000;

/** The record of what was taken, under which licence, stays with the pack. */
export async function tidyImports(ctx: Context): Promise<{ dropped: number; emptied: number }> {
  requirePermission(ctx, "rule.write");
  const before = (days: number): string => new Date(ctx.now().getTime() - days * dayMs).toISOString();
  return await withTransaction(ctx, async (tx) => {
    const dropped = await tx.execute(
      sql`delete from rule_imports where accepted_at is null and asked_at < ${before(7)}::timestamptz returning 1`,
    );
    const emptied = await tx.execute(sql`delete from rule_import_items i using rule_imports m
      where m.id = i.import_id and m.accepted_at < ${before(30)}::timestamptz returning 1`);
    const tidied = { dropped: dropped.length, emptied: emptied.length };
    if (tidied.dropped + tidied.emptied > 0)
      await writeAudit(tx, ctx, {
        action: "rule.tidy_imports",
        objectType: "rule_import",
        objectId: "all",
        detail: tidied,
      });
    return tidied;
  });
}
