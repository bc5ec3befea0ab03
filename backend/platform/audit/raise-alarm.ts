// An alarm of the log's guard: written once for one cause, told by mail and at the desk's health page by others.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import type { Tx } from "../db/index.ts";
import { newId } from "../ids/index.ts";
import { writeAudit } from "./write-audit.ts";

export const alarmKinds = [
  "mass_reading",
  "odd_hours",
  "failing_receipts",
  "tampering",
  "witness",
  "late",
  "console_recovery",
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export interface NewAlarm {
  kind: AlarmKind;
  /** The same cause is told once: "mass_reading:<person>:2026-11-22T10". */
  key: string;
  detail: Record<string, string | number>;
}

/** Returns whether it is new. */
export async function raiseAlarm(tx: Tx, ctx: Context, alarm: NewAlarm): Promise<boolean> {
  const id = newId(ctx.now());
  const added = await tx.execute(sql`insert into log_alarms (id, kind, key, detail, raised_at)
    values (${id}, ${alarm.kind}, ${alarm.key}, ${JSON.stringify(alarm.detail)}::jsonb, ${ctx.now().toISOString()}::timestamptz)
    on conflict (key) do nothing returning id`);
  if (added.length === 0) return false;
  await writeAudit(tx, ctx, {
    action: "alarm.raise",
    objectType: "alarm",
    objectId: id,
    detail: { kind: alarm.kind, ...alarm.detail },
  });
  return true;
}
