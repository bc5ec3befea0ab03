// An analyst applies the register of today to reports whose holder it corrects: a new assessment stands beside the old one, which stays.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openHolderFinder } from "../../registry/index.ts";
import { findAttribution } from "./find-attribution.ts";
import { ApplyAttribution } from "./model.ts";

/** Reports that say the same already are left alone. @returns how many were changed. @throws forbidden, invalid_input; not_found where one report is not there for the asker. */
export async function applyAttribution(ctx: Context, input: ApplyAttribution): Promise<{ changed: number }> {
  requirePermission(ctx, "report.assess");
  const { reportIds, reason } = ApplyAttribution.parse(input);
  const person = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    let changed = 0;
    const holders = openHolderFinder();
    for (const reportId of [...new Set(reportIds)].sort()) {
      const locked = await tx.execute(sql`select 1 from reports where id = ${reportId} for update`);
      if (locked.length === 0) throw notFound("report");
      const found = await findAttribution(tx, reportId, holders);
      if (!found || found.isSame) continue;
      await tx.execute(sql`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, constituents, changed_by, change_reason, at)
        select ${newId(ctx.now())}::uuid, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, ${JSON.stringify(found.after)}::jsonb,
          ${person}::uuid, ${reason}, ${ctx.now().toISOString()}::timestamptz from assessments where id = ${found.latestId}`);
      await tx.execute(sql`update reports set version = version + 1 where id = ${reportId}`);
      await writeAudit(tx, ctx, {
        action: "report.reattribute",
        objectType: "report",
        objectId: reportId,
        detail: {
          from: found.before.map(({ constituentId }) => constituentId),
          to: found.after.map(({ constituentId }) => constituentId),
          reason,
        },
      });
      changed++;
    }
    return { changed };
  });
}
