// What stands beside a report or a case: the team's own clocks, what was waited for, and apart from them the clocks of the law, which nothing here stops.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { ClockView, LegalClock, ServiceView } from "./model.ts";
import { type ClockRow, clockRows, pausesOf, readClock } from "./store.ts";

/** @throws not_found for what the asker does not see. A case shows the first answers that its reports still wait for as well. */
export async function readService(ctx: Context, subject: "report" | "case", subjectId: string): Promise<ServiceView> {
  requirePermission(ctx, subject === "case" ? "case.read" : "report.read");
  if (!isId(subjectId)) throw notFound(subject);
  return await readOnly(ctx, async (tx) => {
    const [found] =
      subject === "case"
        ? await tx.execute<{ status: string }>(sql`select status from cases where id = ${subjectId}`)
        : await tx.execute<{ status: string }>(sql`select status from reports where id = ${subjectId}`);
    if (!found) throw notFound(subject);
    const rows = await clockRows(
      tx,
      subject === "case"
        ? sql`(c.case_id = ${subjectId} or (c.kind = 'first_answer' and c.report_id in (select j.report_id from case_reports j where j.case_id = ${subjectId})))`
        : sql`c.report_id = ${subjectId}`,
      100,
    );
    const isOpen = !["closed", "rejected", "in_case"].includes(found.status);
    const hasClock = rows.some(
      (row) => row.subjectId === subjectId && row.kind === "resolution" && row.endedAt === null,
    );
    const [advice] = await tx.execute<{ id: string }>(sql`select id from advice_requests where case_id = ${subjectId}`);
    return {
      adviceId: advice?.id ?? null,
      clocks: rows.map((row) => viewClock(row, ctx)),
      pauses: await pausesOf(tx, subjectId),
      legal: await legalClocks(tx, ctx.now(), subject, subjectId),
      zone: loadCountry(ctx.config.country).timeZones.default,
      can: { pause: isOpen && hasClock && may(ctx, "case.change") },
    };
  });
}

function viewClock(row: ClockRow, ctx: Context): ClockView {
  const { state, dueAt, leftMinutes, targetMinutes, isBusinessHours } = readClock(row, ctx.config.country, ctx.now());
  const { subject, subjectId, reference, kind, startedAt, endedAt, edition } = row;
  const due = dueAt === null ? null : new Date(dueAt).toISOString();
  return {
    subject,
    subjectId,
    reference,
    kind,
    state,
    startedAt,
    dueAt: due,
    endedAt,
    leftMinutes,
    targetMinutes,
    isBusinessHours,
    edition,
  };
}

/**
 * What the law still expects of the entities concerned, as their own filings with the team told it: each stage with its time, until it was filed.
 * It reads neither pauses nor clocks of the team.
 */
async function legalClocks(tx: Tx, now: Date, subject: "report" | "case", subjectId: string): Promise<LegalClock[]> {
  const reports =
    subject === "report"
      ? sql`select ${subjectId}::uuid`
      : sql`select j.report_id from case_reports j where j.case_id = ${subjectId}`;
  const rows = await tx.execute<Omit<LegalClock, "isOverdue"> & Record<string, unknown>>(sql`
    select p.entity_name as entity, p.filing_reference as filing, p.id as "partId", e.value ->> 'stage' as stage, ${iso(sql`(e.value ->> 'due')::timestamptz`)} as "dueAt"
    from filing_parts p cross join lateral jsonb_array_elements(p.expects) e
    where p.constituent_id in (select rc.constituent_id from report_constituents rc where rc.report_id in (${reports})) and e.value ->> 'due' is not null
      and not exists (select 1 from filing_parts n where n.filing_id = p.filing_id and n.addressee = p.addressee and (n.submitted_at, n.id) > (p.submitted_at, p.id))
    order by (e.value ->> 'due')::timestamptz, p.id limit 50`);
  return rows.map((row) => ({ ...row, isOverdue: Date.parse(row.dueAt) < now.getTime() }));
}
