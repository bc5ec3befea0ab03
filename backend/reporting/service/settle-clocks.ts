// Writes down what the facts say of clocks: when they are due, whether they stand still, when they ended. Whoever calls asks permission and writes the log.
import { sql, type SQL } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { type ClockRow, clockRows, readClock } from "./store.ts";

/** @returns the clocks as they stand now. */
export async function settleClocks(tx: Tx, ctx: Context, which: SQL): Promise<ClockRow[]> {
  const rows = await clockRows(tx, which);
  for (const row of rows) {
    const now = readClock(row, ctx.config.country, ctx.now());
    const due = now.dueAt === null ? null : new Date(now.dueAt).toISOString();
    const endKind = row.endedAt === null ? null : row.isWithoutObject ? "without_object" : "reached";
    await tx.execute(sql`update service_clocks set severity = ${row.severity}, due_at = ${due}::timestamptz, is_paused = ${row.kind === "resolution" && row.pauses.some(({ until }) => until === null)},
      ended_at = ${row.endedAt}::timestamptz, end_kind = ${endKind}, is_late = ${now.isLate} where id = ${row.id}`);
  }
  return rows;
}

/** Those of one report or case. */
export const ofSubject = (subjectId: string): SQL => sql`coalesce(c.case_id, c.report_id) = ${subjectId}`;

/** Those whose row no longer says what the facts say: ended or begun again, another severity, a pause begun or over. */
export const stale = sql`((c.ended_at is null) <> (case when c.report_id is null then (k.status <> 'closed' and (c.kind = 'resolution' or facts.answered is null))
      else r.status not in ('closed', 'rejected') and (case when c.kind = 'resolution' then r.status <> 'in_case' else facts.answered is null end) end)
    or (c.ended_at is null and c.severity is distinct from coalesce(r.severity, k.severity))
    or (c.ended_at is null and c.kind = 'resolution' and c.is_paused <> exists (select 1 from service_pauses p
      where coalesce(p.case_id, p.report_id) = coalesce(c.case_id, c.report_id) and p.ended_at is null)))`;
