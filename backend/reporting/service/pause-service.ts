// The team waits for somebody else: its own clock stops, with the reason and until when they promised; an answer sets it going again.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { PauseService } from "./model.ts";
import { ofSubject, settleClocks } from "./settle-clocks.ts";

/** @throws not_found; conflict while it waits already; refused for what is closed or has no clock; invalid_input for a promise that is past. */
export async function pauseService(ctx: Context, input: PauseService): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { subject, subjectId, reason, who, note, promisedAt } = PauseService.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const now = ctx.now();
  if (promisedAt !== null && Date.parse(promisedAt) <= now.getTime())
    throw invalidInput([{ path: "promisedAt", message: "Expected a time that is to come." }]);
  return await withTransaction(ctx, async (tx) => {
    await lockSubject(tx, subject, subjectId);
    const [clock] = await tx.execute(
      sql`select 1 from service_clocks c where ${ofSubject(subjectId)} and c.kind = 'resolution' and c.ended_at is null`,
    );
    if (!clock)
      throw new AppError("refused", "No clock of the team's runs here.", { words: "service.refused.no_clock" });
    const id = newId(now);
    const [reportId, caseId] = subject === "report" ? [subjectId, null] : [null, subjectId];
    const made =
      await tx.execute(sql`insert into service_pauses (id, report_id, case_id, reason, who, note, promised_at, paused_by, paused_at)
      values (${id}, ${reportId}, ${caseId}, ${reason}, ${who}, ${note}, ${promisedAt}::timestamptz, ${by}, ${now.toISOString()}::timestamptz)
      on conflict ((coalesce(case_id, report_id))) where ended_at is null do nothing returning 1`);
    if (made.length === 0)
      throw new AppError("conflict", "It waits for somebody already.", { words: "service.refused.waits" });
    await settleClocks(tx, ctx, ofSubject(subjectId));
    await writeAudit(tx, ctx, {
      action: "service.pause",
      objectType: subject,
      objectId: subjectId,
      detail: { reason },
    });
    return { id };
  });
}

/** A person sets it going again. @throws not_found; conflict when it runs already. */
export async function resumeService(ctx: Context, pauseId: string): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const [pause] = await tx.execute<{ reportId: string | null; caseId: string | null; hasEnded: boolean }>(
      sql`select report_id as "reportId", case_id as "caseId", ended_at is not null as "hasEnded" from service_pauses where id = ${pauseId} for update`,
    );
    if (!pause) throw notFound("pause");
    if (pause.hasEnded) throw new AppError("conflict", "The clock runs already.", { words: "service.refused.runs" });
    const subjectId = pause.caseId ?? pause.reportId ?? "";
    await tx.execute(
      sql`update service_pauses set ended_at = ${ctx.now().toISOString()}::timestamptz, ended_how = 'person', ended_by = ${by} where id = ${pauseId}`,
    );
    await settleClocks(tx, ctx, ofSubject(subjectId));
    const objectType = pause.caseId === null ? "report" : "case";
    await writeAudit(tx, ctx, { action: "service.resume", objectType, objectId: subjectId });
    return { id: pauseId };
  });
}

/** Pauses whose answer has come, with when: the waited-for wrote, to the report, in the case or to one of its reports; or it was closed. */
export async function endAnswered(tx: Tx, ctx: Context): Promise<string[]> {
  const ended = await tx.execute<{ subjectId: string; how: string; at: string }>(sql`
    select p.id, coalesce(p.case_id, p.report_id) as "subjectId", found.how, ${iso(sql`found.at`)} as at from service_pauses p cross join lateral (
      select 'answer' as how, min(a.at) as at from (
        select m.at from messages m where p.reason = 'reporter' and m.direction = 'from_reporter' and m.at > p.paused_at
          and (m.report_id = p.report_id or m.report_id in (select j.report_id from case_reports j where j.case_id = p.case_id))
        union all
        select m.at from conversation_messages m join conversations v on v.id = m.conversation_id join correspondents o on o.id = v.correspondent_id
          where m.case_id = p.case_id and m.direction = 'from_party' and m.at > p.paused_at
            and case p.reason when 'constituent' then o.kind = 'constituent' when 'other_body' then o.kind <> 'constituent' else false end) a
      having min(a.at) is not null
      union all
      select 'closed', greatest(p.paused_at, coalesce((select k.closed_at from cases k where k.id = p.case_id and k.status = 'closed'), ${ctx.now().toISOString()}::timestamptz))
        where exists (select 1 from cases k where k.id = p.case_id and k.status = 'closed')
          or exists (select 1 from reports r where r.id = p.report_id and r.status in ('closed', 'rejected', 'in_case'))
      order by 2 limit 1) found where p.ended_at is null limit 500`);
  for (const { subjectId, how, at } of ended)
    await tx.execute(
      sql`update service_pauses set ended_at = ${at}::timestamptz, ended_how = ${how} where coalesce(case_id, report_id) = ${subjectId} and ended_at is null`,
    );
  return ended.map(({ subjectId }) => subjectId);
}

async function lockSubject(tx: Tx, subject: "report" | "case", id: string): Promise<void> {
  const rows =
    subject === "report"
      ? await tx.execute<{ status: string }>(sql`select status from reports where id = ${id} for update`)
      : await tx.execute<{ status: string }>(sql`select status from cases where id = ${id} for update`);
  const [row] = rows;
  if (!row) throw notFound(subject);
  if (["closed", "rejected", "in_case"].includes(row.status))
    throw new AppError("refused", "This is closed, or goes on in its case.", { words: "service.refused.closed" });
}
