// An alarm goes up its ladder: each step tells who is on call, who comes next, the owner or the leads, until somebody has it. Every try is written down.
import { sql, type SQL } from "drizzle-orm";
import { queueMail, queueText, signedPlace } from "../../coordination/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { wordsIn, knownLanguage } from "../../platform/words/index.ts";
import { type AlarmKind, type AlarmSaid, Ladder, type LadderTarget, sayAlarm } from "./model.ts";
import { shiftsIn } from "./shifts.ts";
import { isWorker, loadRota, readLadder } from "./store.ts";

export interface NewAlarm {
  /** The same cause raises one alarm. */
  cause: string;
  kind: AlarmKind;
  reportId: string | null;
  caseId: string | null;
  /** For the desk's eyes: what a person typed, or what the machine says in each reader's language. */
  about: string | AlarmSaid;
}

interface Raised extends Record<string, unknown> {
  id: string;
  kind: AlarmKind;
  reportId: string | null;
  caseId: string | null;
  raisedAt: string;
  nextStep: number;
  definition: unknown;
}

interface Told extends Record<string, unknown> {
  id: string;
  email: string;
  language: string;
  phone: string | null;
  takesTexts: boolean;
}

/** In the transaction of its cause; its first steps are taken in it. @returns its id; undefined where no ladder is set or this cause raised one already. */
export async function raiseAlarm(tx: Tx, ctx: Context, alarm: NewAlarm): Promise<string | undefined> {
  const ladder = await readLadder(tx);
  if (!ladder) return undefined;
  const id = newId(ctx.now());
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const at = ctx.now().toISOString();
  const said = typeof alarm.about === "string" ? null : alarm.about;
  const title = typeof alarm.about === "string" ? alarm.about : sayAlarm(wordsIn("en"), { title: "", said });
  const made =
    await tx.execute(sql`insert into duty_alarms (id, cause, kind, report_id, case_id, title, words, word_values, edition_id, raised_by, raised_at, next_step, next_at)
    values (${id}, ${alarm.cause}, ${alarm.kind}, ${alarm.reportId}, ${alarm.caseId}, ${title.slice(0, 300)}, ${said?.words ?? null},
      ${said === null ? null : JSON.stringify(said.values)}::jsonb, ${ladder.id}, ${by}, ${at}::timestamptz, 0, ${at}::timestamptz)
    on conflict (cause) do nothing returning 1`);
  if (made.length === 0) return undefined;
  await writeAudit(tx, ctx, { action: "duty.raise", objectType: "alarm", objectId: id, detail: { kind: alarm.kind } });
  await takeSteps(tx, ctx, id);
  return id;
}

/** Takes every step whose time has come. Where nobody stands on one, the next is taken at once. */
export async function takeSteps(tx: Tx, ctx: Context, alarmId: string): Promise<void> {
  const [alarm] =
    await tx.execute<Raised>(sql`select a.id, a.kind, a.report_id as "reportId", a.case_id as "caseId", ${iso(sql`a.raised_at`)} as "raisedAt",
      a.next_step as "nextStep", e.definition from duty_alarms a join service_editions e on e.id = a.edition_id
    where a.id = ${alarmId} and a.next_at is not null for update of a`);
  if (!alarm) return;
  const { steps } = Ladder.parse(alarm.definition);
  let index = alarm.nextStep;
  let isNobody = false;
  for (; index < steps.length; index++) {
    const step = steps[index];
    if (!step) break;
    if (!isNobody && dueOf(alarm, step.afterMinutes) > ctx.now().getTime()) break;
    const people = await peopleOf(tx, ctx, alarm, step.target);
    isNobody = people.length === 0;
    if (isNobody)
      await note(tx, ctx, alarm, {
        step: index,
        target: step.target,
        personId: null,
        means: "none",
        outcome: "nobody",
      });
    for (const person of people)
      for (const means of step.means) {
        const outcome =
          means === "mail"
            ? await mail(tx, ctx, alarm, index, step.target, person)
            : await text(tx, ctx, alarm, index, person);
        if (means === "text")
          await note(tx, ctx, alarm, { step: index, target: step.target, personId: person.id, means, outcome });
      }
  }
  const coming = steps[index];
  const next = coming ? new Date(dueOf(alarm, coming.afterMinutes)).toISOString() : null;
  await tx.execute(
    sql`update duty_alarms set next_step = ${index}, next_at = ${next}::timestamptz where id = ${alarmId}`,
  );
}

const dueOf = (alarm: Raised, minutes: number): number => Date.parse(alarm.raisedAt) + minutes * 60_000;

/** Only who may see what the alarm is about is told. */
async function peopleOf(tx: Tx, ctx: Context, alarm: Raised, target: LadderTarget): Promise<Told[]> {
  const who = await chosen(tx, ctx, alarm, target);
  if (who === undefined) return [];
  return await tx.execute<Told>(sql`select p.id, p.email, p.language, r.phone, coalesce(r.takes_texts, true) as "takesTexts"
    from people p left join rota_reach r on r.person_id = p.id left join case_reports j on j.report_id = ${alarm.reportId} left join cases k on k.id = coalesce(${alarm.caseId}::uuid, j.case_id)
    where ${isWorker} and ${who} and (k.id is null or not k.is_restricted or exists (select 1 from case_members m where m.case_id = k.id and m.person_id = p.id))
      and not exists (select 1 from conflicts c where c.person_id = p.id and c.ended_at is null and (c.case_id = k.id or c.constituent_id in (
        select rc.constituent_id from report_constituents rc where rc.report_id = ${alarm.reportId} or rc.report_id in (select x.report_id from case_reports x where x.case_id = k.id))))
    order by p.name, p.id`);
}

async function chosen(tx: Tx, ctx: Context, alarm: Raised, target: LadderTarget): Promise<SQL | undefined> {
  if (target === "leads")
    return sql`exists (select 1 from role_grants g where g.person_id = p.id and g.revoked_at is null and g.role = 'lead')`;
  if (target === "owner")
    return sql`p.id in (select owner_id from cases where id = ${alarm.caseId} union select assigned_to from reports where id = ${alarm.reportId})`;
  const now = ctx.now().getTime();
  // Whose shift comes after those of this moment: looked for in the two weeks that follow.
  const shifts = shiftsIn(await loadRota(tx, ctx, { from: now, until: now + 14 * 86_400_000 }), {
    from: now,
    until: now + 14 * 86_400_000,
  });
  const here = shifts.filter(({ from }) => from <= now).map(({ personId }) => personId);
  const next = shifts.find(({ personId, from }) => from > now && !here.includes(personId))?.personId;
  const ids = target === "on_call" ? here : next === undefined ? [] : [next];
  return ids.length === 0 ? undefined : sql`p.id = any(${sql.param(ids)}::uuid[])`;
}

/** The mail says that an alarm waits and for how grave a reason, and has the link with the button; nothing of what it is about. */
async function mail(
  tx: Tx,
  ctx: Context,
  alarm: Raised,
  step: number,
  target: LadderTarget,
  person: Told,
): Promise<"queued" | "too_many"> {
  const stepId = newId(ctx.now());
  const language = knownLanguage(person.language);
  const t = wordsIn(language);
  const body = [
    t("rota.mail.body", { kind: t(`rota.kind.${alarm.kind}`) }),
    t("rota.mail.have_it", { url: signedPlace("alarm", stepId) }),
    t("rota.mail.look", { url: `${ctx.config.publicUrl}/desk/rota` }),
    t("mail.signature"),
  ].join("\n\n");
  let outcome: "queued" | "too_many" = "queued";
  try {
    const cause = `alarm:${alarm.id}:${step}:${person.id}`;
    await queueMail(tx, ctx, {
      cause,
      places: [stepId],
      kind: "notice",
      reportId: null,
      to: person.email,
      language,
      subject: t("rota.mail.subject"),
      body: `${body}\n`,
    });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    outcome = "too_many";
  }
  await note(tx, ctx, alarm, { step, target, personId: person.id, means: "mail", outcome }, stepId);
  return outcome;
}

async function text(
  tx: Tx,
  ctx: Context,
  alarm: Raised,
  step: number,
  person: Told,
): Promise<"queued" | "too_many" | "no_number"> {
  if (person.phone === null || !person.takesTexts) return "no_number";
  try {
    const language = knownLanguage(person.language);
    await queueText(tx, ctx, {
      cause: `alarm:${alarm.id}:${step}:${person.id}`,
      kind: "alarm",
      to: person.phone,
      language,
      linkId: null,
      codeNumber: null,
    });
    return "queued";
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    return "too_many";
  }
}

/** One line of the proof. It belongs to what the alarm is about, and is hidden with it. */
export async function note(
  tx: Tx,
  ctx: Context,
  alarm: { id: string; reportId: string | null; caseId: string | null },
  done: { step: number; target: LadderTarget | "by_hand"; personId: string | null; means: string; outcome: string },
  id = newId(ctx.now()),
): Promise<void> {
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`insert into duty_alarm_steps (id, alarm_id, report_id, case_id, step, target, person_id, means, outcome, done_by, at)
    values (${id}, ${alarm.id}, ${alarm.reportId}, ${alarm.caseId}, ${done.step}, ${done.target}, ${done.personId}, ${done.means}, ${done.outcome}, ${by}, ${ctx.now().toISOString()}::timestamptz)`);
}
