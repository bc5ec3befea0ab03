// Lets a report sleep until an instant, until its reporter answers or until more like it come; or wakes it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { longestWaitDays, type ReportHead, SnoozeReport } from "./model.ts";
import { decideSnooze, decideVersion } from "./rules.ts";
import { countAlike } from "./sleep/count-alike.ts";
import { changeReport, reportForUpdate } from "./store.ts";

/**
 * @throws invalid_input for a past instant or one beyond a year, or for a sleep until more like it where nothing tells what is alike;
 * refused when closed; conflict; not_found.
 */
export async function snoozeReport(ctx: Context, input: SnoozeReport): Promise<ReportHead> {
  requirePermission(ctx, "report.assign");
  const { reportId, until: said, wakesOn, version } = SnoozeReport.parse(input);
  if (said === undefined && !wakesOn)
    throw invalidInput([{ path: "until", message: "Expected a time, null, or wakesOn." }]);
  const until = said === undefined ? new Date(ctx.now().getTime() + longestWaitDays * 86_400_000).toISOString() : said;
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    decideVersion(before.version, version, "report");
    decideSnooze(before, until === null ? null : new Date(until), ctx.now());
    const event = until === null ? undefined : wakesOn;
    if (event?.kind === "alike" && (await countAlike(tx, reportId, ctx.now())) === undefined)
      throw invalidInput([
        {
          path: "wakesOn",
          message:
            "Expected a report that names an address, a number or another value: nothing could be like this one.",
        },
      ]);
    const after = await changeReport(
      tx,
      reportId,
      sql`snoozed_until = ${until}, wakes_on = ${event?.kind ?? null}, wakes_after = ${event?.kind === "alike" ? event.count : null},
        slept_at = ${until === null ? null : ctx.now().toISOString()}, woken_at = null, woken_by = null`,
    );
    const detail = { from: before.snoozedUntil, to: until, ...(event ? { wakesOn: event } : {}) };
    await writeAudit(tx, ctx, { action: "report.snooze", objectType: "report", objectId: reportId, detail });
    return after;
  });
}
