// The alarms of the log's guard as the desk reads them, and their end: somebody looked and says what it was.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { personJson } from "../store.ts";
import { type AlarmView, CloseAlarm } from "./model.ts";

/** Open ones first, newest first; at most a hundred. */
export async function listAlarms(ctx: Context): Promise<{ rows: AlarmView[] }> {
  requirePermission(ctx, "log.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<AlarmView & Record<string, unknown>>(sql`
        select a.id, a.kind, a.detail, ${personJson(sql`(a.detail ->> 'personId')::uuid`)} as person, ${iso(sql`a.raised_at`)} as "raisedAt",
          ${iso(sql`a.closed_at`)} as "closedAt", ${personJson(sql`a.closed_by`)} as "closedBy", a.close_reason as "closeReason"
        from log_alarms a order by a.closed_at is not null, a.raised_at desc, a.id limit 100`),
    "system",
  );
  return { rows: [...rows] };
}

/** @throws not_found, conflict when it is closed already, refused for whom it is about. */
export async function closeAlarm(ctx: Context, input: CloseAlarm): Promise<void> {
  requirePermission(ctx, "alarm.close");
  const { alarmId, reason } = CloseAlarm.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  await withTransaction(
    ctx,
    async (tx) => {
      const [alarm] = await tx.execute<{ isClosed: boolean; personId: string | null }>(
        sql`select closed_at is not null as "isClosed", detail ->> 'personId' as "personId" from log_alarms where id = ${alarmId} for update`,
      );
      if (!alarm) throw notFound("alarm");
      if (alarm.isClosed)
        throw new AppError("conflict", "This alarm is closed already.", { words: "log.refusal.closed" });
      if (alarm.personId === actor.personId)
        throw new AppError("refused", "Somebody else closes an alarm about you.", { words: "log.refusal.about_you" });
      await tx.execute(sql`update log_alarms set closed_at = ${ctx.now().toISOString()}::timestamptz, closed_by = ${actor.personId}, close_reason = ${reason}
        where id = ${alarmId}`);
      await writeAudit(tx, ctx, { action: "alarm.close", objectType: "alarm", objectId: alarmId, detail: { reason } });
    },
    "system",
  );
}
