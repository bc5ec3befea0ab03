// What the rota does by itself: the next step of each alarm, an alarm for a grave report or a time of the law that comes near, and once a day a word about gaps.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { knownLanguage, wordsIn } from "../../platform/words/index.ts";
import { sayInstant } from "../../platform/words/say-instant.ts";
import { leastReachable, lookAheadDays } from "./model.ts";
import { raiseAlarm, takeSteps } from "./raise-alarm.ts";
import { countReachable } from "./read-rota.ts";
import { gapsIn, shiftsIn } from "./shifts.ts";
import { loadRota, readLadder } from "./store.ts";

/** The job of every minute: alarms that nobody has go up a step. */
export async function watchAlarms(ctx: Context): Promise<void> {
  requirePermission(ctx, "duty.alarm");
  await withTransaction(ctx, async (tx) => {
    const due = await tx.execute<{ id: string }>(
      sql`select id from duty_alarms where next_at <= ${ctx.now().toISOString()}::timestamptz order by next_at, id limit 200`,
    );
    for (const { id } of due) {
      await takeSteps(tx, ctx, id);
      await writeAudit(tx, ctx, { action: "duty.step", objectType: "alarm", objectId: id });
    }
    await raiseForLaw(tx, ctx);
  });
}

/** The listener of a report that was sorted: grave enough, and it wakes somebody. Practice and demonstration wake nobody. */
export async function raiseForReport(ctx: Context, reportId: string): Promise<void> {
  requirePermission(ctx, "duty.alarm");
  await withTransaction(ctx, async (tx) => {
    const least = (await readLadder(tx))?.definition.triggers.leastSeverity ?? null;
    if (least === null) return;
    const [report] = await tx.execute<{
      reference: string;
      severity: string;
    }>(sql`select reference, severity from reports
      where id = ${reportId} and severity_rank(severity) >= severity_rank(${least}) and not is_demo and not is_exercise and status in ('received', 'triaged') and severity is not null`);
    if (!report) return;
    const id = await raiseAlarm(tx, ctx, {
      cause: `severity:${reportId}`,
      kind: "severity",
      reportId,
      caseId: null,
      about: { words: "rota.alarm.severity", values: { reference: report.reference, severity: report.severity } },
    });
    if (id !== undefined) await writeAudit(tx, ctx, { action: "duty.wake", objectType: "report", objectId: reportId });
  });
}

/** Times of the law that an entity told the team of with a filing, which nobody has filed for yet. */
async function raiseForLaw(tx: Tx, ctx: Context): Promise<void> {
  const hours = (await readLadder(tx))?.definition.triggers.legalHours ?? null;
  if (hours === null) return;
  const now = ctx.now();
  const until = new Date(now.getTime() + hours * 3_600_000).toISOString();
  const near = await tx.execute<{ partId: string; stage: string; filing: string }>(sql`
    select p.id as "partId", e.value ->> 'stage' as stage, p.filing_reference as filing from filing_parts p cross join lateral jsonb_array_elements(p.expects) e
    where (e.value ->> 'due')::timestamptz between ${now.toISOString()}::timestamptz and ${until}::timestamptz and not p.is_demo
      and p.organisation_id in (select o.id from organisations o where o.kind = 'cert')
      and not exists (select 1 from filing_parts n where n.filing_id = p.filing_id and n.addressee = p.addressee and (n.submitted_at, n.id) > (p.submitted_at, p.id))
      and not exists (select 1 from duty_alarms a where a.cause = 'legal:' || p.id || ':' || (e.value ->> 'stage')) limit 100`);
  for (const { partId, stage, filing } of near)
    await raiseAlarm(tx, ctx, {
      cause: `legal:${partId}:${stage}`,
      kind: "legal",
      reportId: null,
      caseId: null,
      about: { words: "rota.alarm.legal", values: { filing, stage } },
    });
}

/** The job of the morning: hours of the coming week that nobody has, and too few who can be reached, are told to the leads; once a day. @returns how many mails. */
export async function lookAhead(ctx: Context): Promise<number> {
  requirePermission(ctx, "duty.rota");
  return await withTransaction(ctx, async (tx) => {
    const from = ctx.now().getTime();
    const time = { from, until: from + lookAheadDays * 86_400_000 };
    const rota = await loadRota(tx, ctx, time);
    // Who keeps no rota is not reminded of its gaps.
    if (rota.patterns.length === 0) return 0;
    const gaps = gapsIn(shiftsIn(rota, time), time);
    const reachable = await countReachable(tx);
    if (gaps.length === 0 && reachable >= leastReachable) return 0;
    const zone = loadCountry(ctx.config.country).timeZones.default;
    const today = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short" }).format(ctx.now());
    const leads = await tx.execute<{
      id: string;
      email: string;
      language: string;
    }>(sql`select distinct p.id, p.email, p.language from people p
      join role_grants g on g.person_id = p.id and g.revoked_at is null and g.role = 'lead' where p.disabled_at is null`);
    let mails = 0;
    for (const lead of leads) {
      const t = wordsIn(knownLanguage(lead.language));
      const say = (at: number): string => sayInstant(new Date(at), t.locale, zone);
      const lines = gaps
        .slice(0, 20)
        .map((gap) => `- ${t("rota.gap", { from: say(gap.from), until: say(gap.until) })}`);
      const body = [
        ...(lines.length > 0 ? [t("rota.ahead.gaps", { count: gaps.length }), lines.join("\n")] : []),
        ...(reachable < leastReachable ? [t("rota.ahead.few", { count: reachable, least: leastReachable })] : []),
        t("rota.mail.look", { url: `${ctx.config.publicUrl}/desk/rota` }),
        t("mail.signature"),
      ].join("\n\n");
      try {
        const mail = {
          kind: "notice" as const,
          reportId: null,
          to: lead.email,
          language: t.language,
          subject: t("rota.ahead.subject"),
        };
        if (
          (await queueMail(tx, ctx, { cause: `rota-ahead:${today}:${lead.id}`, ...mail, body: `${body}\n` })) !==
          undefined
        )
          mails += 1;
      } catch (error) {
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      }
    }
    await writeAudit(tx, ctx, {
      action: "duty.look_ahead",
      objectType: "rota",
      objectId: today,
      detail: { gaps: gaps.length, reachable },
    });
    return mails;
  });
}
