// Alarms: raised by somebody at the desk, seen with every step that was taken, and ended by "I have it": with a button, by the link's form, or told on the telephone.
import { sql, type SQL } from "drizzle-orm";
import { idOfLink } from "../../coordination/index.ts";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { type AlarmLinkView, type AlarmView, NoteCall, RaiseAlarm } from "./model.ts";
import { note, raiseAlarm } from "./raise-alarm.ts";

/** @throws refused where no ladder is set; not_found for the case. */
export async function raiseByHand(ctx: Context, input: RaiseAlarm): Promise<{ id: string }> {
  requirePermission(ctx, "duty.alarm");
  const { title, caseId } = RaiseAlarm.parse(input);
  requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    if (caseId !== null && (await tx.execute(sql`select 1 from cases where id = ${caseId}`)).length === 0)
      throw notFound("case");
    const id = await raiseAlarm(tx, ctx, {
      cause: `operator:${newId(ctx.now())}`,
      kind: "operator",
      reportId: null,
      caseId,
      about: title,
    });
    if (id === undefined)
      throw new AppError("refused", "Nobody has set yet who is woken. A lead sets it on this page.", {
        words: "rota.refused.no_ladder",
      });
    await writeAudit(tx, ctx, { action: "duty.alarm", objectType: "alarm", objectId: id });
    return { id };
  });
}

/** "I have it". @throws not_found; conflict when somebody has it already. */
export async function acknowledgeAlarm(ctx: Context, alarmId: string): Promise<{ id: string }> {
  requirePermission(ctx, "duty.alarm");
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    await settle(tx, ctx, alarmId, personId, "desk");
    await writeAudit(tx, ctx, { action: "duty.have", objectType: "alarm", objectId: alarmId, detail: { how: "desk" } });
    return { id: alarmId };
  });
}

/** Somebody was rung: reached, they have it; else the ladder goes on. @throws not_found; conflict. */
export async function noteAlarmCall(ctx: Context, alarmId: string, input: NoteCall): Promise<{ id: string }> {
  requirePermission(ctx, "duty.alarm");
  const { personId, isReached } = NoteCall.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const alarm = await lock(tx, alarmId);
    if ((await tx.execute(sql`select 1 from people where id = ${personId} and disabled_at is null`)).length === 0)
      throw notFound("person");
    const outcome = isReached ? "reached" : "not_reached";
    await note(tx, ctx, alarm, { step: alarm.nextStep, target: "by_hand", personId, means: "call", outcome });
    if (isReached) await settle(tx, ctx, alarmId, personId, "call");
    await writeAudit(tx, ctx, { action: "duty.call", objectType: "alarm", objectId: alarmId, detail: { outcome } });
    return { id: alarmId };
  });
}

/** Behind a link somebody is nobody of the house: the link alone, for this one alarm, is what they may. */
const byLink = (ctx: Context): Context => makeContext(ctx, { kind: "system", job: "duty.have_by_link" }, ctx.requestId);
/** A link of a night is worth nothing on another day. */
const linkHours = 48;

/** Looking acknowledges nothing. Undefined for a link that is not ours or is over. */
export async function readAlarmLink(ctx: Context, token: string): Promise<AlarmLinkView | undefined> {
  const stepId = idOfLink(ctx, "alarm", token);
  if (stepId === undefined) return undefined;
  const since = new Date(ctx.now().getTime() - linkHours * 3_600_000).toISOString();
  return await readOnly(byLink(ctx), async (tx) => {
    const [view] = await tx.execute<
      AlarmLinkView & Record<string, unknown>
    >(sql`select p.name, p.language, ${iso(sql`a.raised_at`)} as "raisedAt",
        a.acknowledged_at is not null as "isAcknowledged"
      from duty_alarm_steps s join duty_alarms a on a.id = s.alarm_id join people p on p.id = s.person_id and p.disabled_at is null
      where s.id = ${stepId} and s.means = 'mail' and s.at > ${since}::timestamptz`);
    return view;
  });
}

/** The form behind the link. @returns false where somebody has it already. @throws not_found for a link that is over. */
export async function haveByLink(ctx: Context, token: string): Promise<boolean> {
  const stepId = idOfLink(ctx, "alarm", token);
  const view = await readAlarmLink(ctx, token);
  if (stepId === undefined || !view) throw notFound("alarm");
  if (view.isAcknowledged) return false;
  const asking = byLink(ctx);
  requirePermission(asking, "duty.alarm");
  return await withTransaction(asking, async (tx) => {
    const [step] = await tx.execute<{ alarmId: string; personId: string }>(
      sql`select alarm_id as "alarmId", person_id as "personId" from duty_alarm_steps where id = ${stepId}`,
    );
    if (!step) throw notFound("alarm");
    if ((await lock(tx, step.alarmId)).isAcknowledged) return false;
    await settle(tx, asking, step.alarmId, step.personId, "link");
    await writeAudit(tx, asking, {
      action: "duty.have",
      objectType: "alarm",
      objectId: step.alarmId,
      detail: { how: "link", personId: step.personId },
    });
    return true;
  });
}

/** The newest first, open ones before; at most a hundred. */
export async function listAlarms(ctx: Context): Promise<{ rows: AlarmView[] }> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => ({ rows: await viewAlarms(tx, sql`true`) }));
}

async function viewAlarms(tx: Tx, which: SQL): Promise<AlarmView[]> {
  const rows = await tx.execute<AlarmView & Record<string, unknown>>(sql`
    select a.id, a.kind, a.title, case when a.words is null then null else json_build_object('words', a.words, 'values', a.word_values) end as said, a.case_id as "caseId", a.report_id as "reportId", ${iso(sql`a.raised_at`)} as "raisedAt", b.name as "raisedBy", ${iso(sql`a.next_at`)} as "nextAt",
      w.name as "acknowledgedBy", ${iso(sql`a.acknowledged_at`)} as "acknowledgedAt", a.acknowledged_how as "acknowledgedHow",
      coalesce((select json_agg(json_build_object('step', s.step, 'target', s.target, 'person', p.name, 'means', s.means, 'outcome', s.outcome, 'at', ${iso(sql`s.at`)}) order by s.at, s.step, p.name, s.means)
        from duty_alarm_steps s left join people p on p.id = s.person_id where s.alarm_id = a.id), '[]') as steps
    from duty_alarms a left join people b on b.id = a.raised_by left join people w on w.id = a.acknowledged_by where ${which}
    order by a.acknowledged_at is not null, a.raised_at desc, a.id desc limit 100`);
  return [...rows];
}

async function lock(
  tx: Tx,
  alarmId: string,
): Promise<{ id: string; reportId: string | null; caseId: string | null; nextStep: number; isAcknowledged: boolean }> {
  const [alarm] = isId(alarmId)
    ? await tx.execute<{
        id: string;
        reportId: string | null;
        caseId: string | null;
        nextStep: number;
        isAcknowledged: boolean;
      }>(
        sql`select id, report_id as "reportId", case_id as "caseId", next_step as "nextStep", acknowledged_at is not null as "isAcknowledged" from duty_alarms where id = ${alarmId} for update`,
      )
    : [];
  if (!alarm) throw notFound("alarm");
  return alarm;
}

async function settle(
  tx: Tx,
  ctx: Context,
  alarmId: string,
  personId: string,
  how: "desk" | "link" | "call",
): Promise<void> {
  if ((await lock(tx, alarmId)).isAcknowledged)
    throw new AppError("conflict", "Somebody has it already.", { words: "rota.refused.has" });
  await tx.execute(sql`update duty_alarms set acknowledged_by = ${personId}, acknowledged_at = ${ctx.now().toISOString()}::timestamptz, acknowledged_how = ${how},
    next_at = null where id = ${alarmId}`);
}
