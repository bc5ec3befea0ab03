// The log's guard, every few minutes: mass reading, odd hours, failing receipts, late sealing and witnesses; what it finds is told by mail once.
import { sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { CalendarData, makeCalendar } from "../../compliance/law/index.ts";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { type AlarmKind, raiseAlarm, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { judgeReading, mostAnHour, type SensitiveAct, workingSpan, type WorkingTime } from "./judge-reading.ts";

interface NewAlarm {
  kind: AlarmKind;
  key: string;
  detail: Record<string, string | number>;
}

/** Returns how many alarms are new. */
export async function watchLog(ctx: Context): Promise<number> {
  requirePermission(ctx, "alarm.close");
  const found = await readOnly(ctx, async (tx) => await look(tx, ctx), "system");
  const raised = await withTransaction(
    ctx,
    async (tx) => {
      let count = 0;
      // Each alarm that is new has its row in the log: raiseAlarm writes it.
      for (const alarm of found) if (await raiseAlarm(tx, ctx, alarm)) count += 1;
      if (count > 0)
        await writeAudit(tx, ctx, { action: "log.watch", objectType: "log", objectId: "whole", detail: { count } });
      return count;
    },
    "system",
  );
  await mailAlarms(ctx);
  return raised;
}

async function look(tx: Tx, ctx: Context): Promise<NewAlarm[]> {
  return [
    ...judgeReading(await recentReading(tx, ctx), workingTimeOf(ctx.config.country), ctx.now()),
    ...(await lookAtReceipts(tx, ctx)),
    ...(await lookAtSealing(tx, ctx)),
  ];
}

async function recentReading(tx: Tx, ctx: Context): Promise<SensitiveAct[]> {
  const since = new Date(ctx.now().getTime() - 3_600_000).toISOString();
  const rows = await tx.execute<{ personId: string; action: string; atMs: number; isOnCall: boolean }>(sql`
    select l.actor_id as "personId", l.action, (extract(epoch from l.at) * 1000)::float8 as "atMs", exists (
      select 1 from role_grants g where g.person_id = l.actor_id::uuid and g.role = 'on_call' and g.revoked_at is null) as "isOnCall"
    from audit_log l where l.at > ${since}::timestamptz and l.actor_kind = 'person' and l.action = any(${sql.param(Object.keys(mostAnHour))}::text[])`);
  return rows.map(({ atMs, ...row }) => ({ ...row, at: new Date(atMs) }));
}

/** Our own choice where the country file names no office hours: from six in the morning to eight in the evening. */
function workingTimeOf(code: string): WorkingTime {
  const country = loadCountry(code);
  const calendar = makeCalendar(country.code, CalendarData.parse(country.calendar));
  return {
    timeZone: country.timeZones.default,
    ...workingSpan(country.calendar.officeHours ?? undefined),
    isDayOff: (day: Temporal.PlainDate) => calendar.dayOff(day) !== null,
  };
}

const mostRefusedAtAll = 30;
const mostRefusedOfOne = 5;

async function lookAtReceipts(tx: Tx, ctx: Context): Promise<NewAlarm[]> {
  const since = new Date(ctx.now().getTime() - 15 * 60_000).toISOString();
  const hour = ctx.now().toISOString().slice(0, 13);
  const rows = await tx.execute<{ type: string; id: string; count: number }>(sql`
    select object_type as type, object_id as id, count(*)::int as count from audit_log
    where at > ${since}::timestamptz and action = 'receipt.refuse' group by object_type, object_id`);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const ofOne = rows.filter(({ type, count }) => type === "report" && count > mostRefusedOfOne);
  return [
    ...(total > mostRefusedAtAll
      ? [{ kind: "failing_receipts" as const, key: `failing_receipts:all:${hour}`, detail: { count: total } }]
      : []),
    ...ofOne.map(({ id, count }) => ({
      kind: "failing_receipts" as const,
      key: `failing_receipts:${id}:${hour}`,
      detail: { count, reportId: id },
    })),
  ];
}

async function lookAtSealing(tx: Tx, ctx: Context): Promise<NewAlarm[]> {
  const now = ctx.now();
  const before = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();
  const [late] = await tx.execute<{ unsealed: number; waiting: number }>(sql`select
    (select count(*)::int from audit_log l where l.at < ${before(5)}::timestamptz and l.at > ${before(2_880)}::timestamptz
      and not exists (select 1 from audit_sequence s where s.audit_id = l.id)) as unsealed,
    (select count(*)::int from log_publications p where not p.has_quorum and p.at < ${before(180)}::timestamptz
      and not exists (select 1 from log_publications q where q.has_quorum and q.size > p.size)) as waiting`);
  const hour = now.toISOString().slice(0, 13);
  const alarms: NewAlarm[] = [];
  if (late && late.unsealed > 0)
    alarms.push({ kind: "late", key: `late:sealing:${hour}`, detail: { what: "sealing", count: late.unsealed } });
  if (late && late.waiting > 0)
    alarms.push({
      kind: "witness",
      key: `witness:quorum:${now.toISOString().slice(0, 10)}`,
      detail: { state: "quorum", count: late.waiting },
    });
  return alarms;
}

/** One mail for each alarm to the security contact. Without one, the desk's health page alone tells. */
async function mailAlarms(ctx: Context): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { securityContact } = ctx.config;
  if (securityContact === undefined) return;
  const wanted = loadCountry(ctx.config.country).languages.default;
  const language = wordsLanguages.find((known) => known === wanted) ?? "en";
  const say = wordsIn(language);
  await withTransaction(
    ctx,
    async (tx) => {
      const waiting = await tx.execute<{ id: string; kind: string; key: string; at: string }>(
        sql`select id, kind, key, to_char(raised_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at from log_alarms where mailed_at is null order by raised_at limit 15 for update`,
      );
      for (const alarm of waiting) {
        try {
          const mailId = await queueMail(tx, ctx, {
            cause: `alarm:${alarm.id}`,
            kind: "notice",
            reportId: null,
            to: securityContact,
            language,
            // Names and objects stand at the desk only: a mail is a postcard.
            subject: say("log.mail.subject", { kind: say(`log.alarm.${alarm.kind}`) }),
            body: say("log.mail.body", {
              kind: say(`log.alarm.${alarm.kind}`),
              at: alarm.at,
              url: `${ctx.config.deskUrl}/log`,
            }),
          });
          await tx.execute(
            sql`update log_alarms set mailed_at = ${ctx.now().toISOString()}::timestamptz where id = ${alarm.id}`,
          );
          await writeAudit(tx, ctx, {
            action: "alarm.mail",
            objectType: "alarm",
            objectId: alarm.id,
            detail: { mailId: mailId ?? null },
          });
        } catch (error) {
          // The day's share of one address: the rest goes tomorrow, and stands at the desk now.
          if (error instanceof AppError && error.code === "too_many_requests") return;
          throw error;
        }
      }
    },
    "system",
  );
}
