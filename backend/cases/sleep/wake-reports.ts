// Ends sleeps by what happened: the reporter wrote, or enough reports came that share a value. The report says for a day why it is back.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { changeReport, reportForUpdate } from "../store.ts";
import { countAlike } from "./count-alike.ts";

/** A report that sleeps until its reporter answers wakes; another sleeps on. Once, however often the event comes. */
export async function wakeAtAnswer(ctx: Context, reportId: string): Promise<void> {
  requirePermission(ctx, "report.assign");
  await withTransaction(ctx, async (tx) => {
    const asleep = await tx.execute(sql`select 1 from reports where id = ${reportId} and wakes_on = 'answer'
      and snoozed_until > ${ctx.now().toISOString()}::timestamptz for update`);
    if (asleep.length === 0) return;
    await wake(tx, ctx, reportId, "answer");
    await writeAudit(tx, ctx, {
      action: "report.wake",
      objectType: "report",
      objectId: reportId,
      detail: { by: "answer" },
    });
  });
}

/** Sleeping reports that share a value with the one that was just looked at, and that have now as many as they waited for. */
export async function wakeAlike(ctx: Context, newReportId: string): Promise<void> {
  requirePermission(ctx, "report.assign");
  await withTransaction(ctx, async (tx) => {
    const asleep = await tx.execute<{ id: string; after: number; sleptAt: Date | string }>(sql`
      select r.id, r.wakes_after as after, r.slept_at as "sleptAt" from reports r
      where r.wakes_on = 'alike' and r.snoozed_until > ${ctx.now().toISOString()}::timestamptz and r.id <> ${newReportId}
        and exists (select 1 from observables o join observables n on n.kind = o.kind and n.value = o.value
          where o.report_id = r.id and n.report_id = ${newReportId} and o.role <> 'victim' and n.role <> 'victim'
            and o.kind not in ('user_agent', 'file_name', 'cve'))
      order by r.id`);
    for (const { id, after, sleptAt } of asleep) {
      const row = await reportForUpdate(tx, id);
      if (row.snoozedUntil === null) continue;
      const alike = (await countAlike(tx, id, new Date(sleptAt))) ?? 0;
      if (alike < after) continue;
      await wake(tx, ctx, id, "alike");
      await writeAudit(tx, ctx, {
        action: "report.wake",
        objectType: "report",
        objectId: id,
        detail: { by: "alike", count: alike },
      });
    }
  });
}

async function wake(tx: Tx, ctx: Context, reportId: string, by: "answer" | "alike"): Promise<void> {
  await changeReport(
    tx,
    reportId,
    sql`snoozed_until = null, wakes_on = null, wakes_after = null, woken_at = ${ctx.now().toISOString()}, woken_by = ${by}`,
  );
}
