// In a demonstration the figures of the year are published once all its reports are sorted: counted as anywhere, with the word of two of its people.
import { sql } from "drizzle-orm";
import { approveInDemo, demoTeam } from "../../../coordination/index.ts";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context, Services } from "../../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../../platform/db/index.ts";
import { AppError } from "../../../platform/errors/index.ts";
import { askRelease, countRelease, makeRelease, settleRelease } from "./make-release.ts";

/** Nothing before the last of the demonstration's reports is sorted, nor where a release was made. */
export async function fillStatistics(ctx: Context, services: Services): Promise<void> {
  requirePermission(ctx, "settings.change");
  const [state] = await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ isReady: boolean }>(sql`
      select coalesce((select value #>> '{}' from settings where key = 'demo') = 'filled', false)
        and not exists (select 1 from reports where is_demo and status = 'received')
        and not exists (select 1 from statistics_releases) as "isReady"`)),
  ]);
  if (state?.isReady !== true) return;
  const { asker, second } = await demoTeam(ctx, services);
  // Of the year in which the last whole month lies.
  const lastMonth = new Date(Date.UTC(ctx.now().getUTCFullYear(), ctx.now().getUTCMonth(), 0));
  try {
    const { id } = await makeRelease(asker, { year: lastMonth.getUTCFullYear() });
    await countRelease(ctx, id);
    await askRelease(asker, id);
    const request = await withTransaction(ctx, async (tx) => {
      const [waiting] = await tx.execute<{ id: string; version: number }>(
        sql`select id, version from four_eyes where kind = 'statistics' and subject_id = ${id} and state = 'waiting'`,
      );
      if (!waiting) throw new Error("a release that was just asked for is not there");
      await approveInDemo(tx, ctx, waiting.id, second);
      const detail = { requestId: waiting.id };
      await writeAudit(tx, ctx, { action: "demo.publish", objectType: "statistics", objectId: id, detail });
      return waiting;
    });
    await settleRelease(ctx, { subjectId: id, version: request.version, requestId: request.id, outcome: "approved" });
  } catch (error) {
    // Two reports were sorted last at the same moment: the other one publishes.
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
  }
}
