// Reminds those who said nothing, writes to the next contact where nobody answers or a mail came back, and at last tells the focal point of the place.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";
import { contactsOf } from "./choose-rows.ts";
import { isAboveGreen, type TargetState } from "./model.ts";
import { nextAct, stepsOf } from "./plan.ts";
import { loadRunToSend, mailRun, type Recipient, recipientColumns, type RunToSend } from "./send-run.ts";
import { addRecipients, sendRunJob, textsOf } from "./start-run.ts";

const mostAtOnce = 500;

interface Due extends Record<string, unknown> {
  runId: string;
  constituentId: string;
}

/** Each constituent is a transaction of its own: one that fails keeps no other waiting. */
export async function actOnDue(ctx: Context): Promise<void> {
  const now = ctx.now().toISOString();
  const due = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Due>(sql`
        select t.run_id as "runId", t.constituent_id as "constituentId" from notification_targets t join notification_runs n on n.id = t.run_id
        where n.state in ('sending', 'sent') and t.next_act_at is not null and (t.next_act_at <= ${now}::timestamptz
          or (t.state = 'asked' and exists (select 1 from notification_recipients r where r.run_id = t.run_id and r.constituent_id = t.constituent_id)
            and not exists (select 1 from notification_recipients r left join contact_bounces b on b.contact_id = r.contact_id and lower(b.email) = lower(r.email)
              where r.run_id = t.run_id and r.constituent_id = t.constituent_id and b.contact_id is null)))
        order by t.next_act_at limit ${mostAtOnce}`),
  );
  for (const one of due) await actOnTarget(ctx, one);
}

interface Target extends Record<string, unknown> {
  state: TargetState;
  step: number;
  reminders: number;
  since: string;
  isDue: boolean;
}

async function actOnTarget(ctx: Context, { runId, constituentId }: Due): Promise<void> {
  requirePermission(ctx, "notification.write");
  await withTransaction(ctx, async (tx) => {
    const run = await loadRunToSend(tx, runId, "sending", "sent");
    const [target] = await tx.execute<Target>(sql`
      select state, step, reminders, next_act_at <= ${ctx.now().toISOString()}::timestamptz as "isDue",
        coalesce(case when state in ('acknowledged', 'working') then (select max(a.at) from notification_answers a where a.run_id = t.run_id and a.constituent_id = t.constituent_id) end,
          asked_at, now()) as since
      from notification_targets t where run_id = ${runId} and constituent_id = ${constituentId} and next_act_at is not null for update`);
    if (!run || !target) return;
    const next = nextAct({ ...target, since: new Date(target.since), hasNextStep: true }, run);
    // Nobody was written to yet, or everybody's mail came back: there is nobody to remind.
    const act = target.state === "waiting" || !target.isDue ? "escalate" : (next?.act ?? "none");
    if (act === "remind") await remind(tx, ctx, run, constituentId, target);
    else if (act === "escalate") await escalate(tx, ctx, run, constituentId, target.step);
    else await setNext(tx, runId, constituentId, null);
    await writeAudit(tx, ctx, {
      action: `notification.${act}`,
      objectType: "notification",
      objectId: runId,
      detail: { constituentId },
    });
  });
}

async function remind(tx: Tx, ctx: Context, run: RunToSend, constituentId: string, target: Target): Promise<void> {
  const recipients = await tx.execute<Recipient>(sql`
    select ${recipientColumns}
    from notification_recipients r join notification_targets t on t.run_id = r.run_id and t.constituent_id = r.constituent_id join constituents c on c.id = r.constituent_id
    where r.run_id = ${run.id} and r.constituent_id = ${constituentId} and r.state = 'queued' and r.step = t.step and r.contact_id is not null
      and r.expires_at > ${ctx.now().toISOString()}::timestamptz
      and not exists (select 1 from notification_answers a where a.recipient_id = r.id and a.answer = 'wrong_contact')`);
  for (const one of recipients) {
    try {
      await mailRun(tx, ctx, run, one, `notify:${one.id}:${one.reminders + 1}`, true);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ recipientId: one.id }, "an address has had very many mails today; this reminder is left out");
    }
    await tx.execute(sql`update notification_recipients set reminders = reminders + 1 where id = ${one.id}`);
  }
  const following = nextAct(
    { ...target, reminders: target.reminders + 1, since: new Date(target.since), hasNextStep: true },
    run,
  );
  await tx.execute(
    sql`update notification_targets set reminders = reminders + 1 where run_id = ${run.id} and constituent_id = ${constituentId}`,
  );
  await setNext(tx, run.id, constituentId, following?.at ?? null);
}

/** The contacts of the next role; when there are none left, the focal point of the place. Asked again, a constituent is at its next step. */
export async function escalate(
  tx: Tx,
  ctx: Context,
  run: RunToSend,
  constituentId: string,
  step: number,
): Promise<void> {
  const [{ roles } = { roles: [] as string[] }] = await tx.execute<{ roles: string[] }>(
    sql`select roles from notification_runs where id = ${run.id}`,
  );
  const contacts = (await contactsOf(tx, [constituentId])).get(constituentId) ?? [];
  const known = await tx.execute<{ contactId: string | null; email: string }>(
    sql`select contact_id as "contactId", email from notification_recipients where run_id = ${run.id} and constituent_id = ${constituentId}`,
  );
  const next = stepsOf(contacts, roles)
    .map((some) =>
      some.filter(
        ({ id, email }) =>
          !known.some((one) => one.contactId === id || one.email.toLowerCase() === (email ?? "").toLowerCase()),
      ),
    )
    .find((some) => some.length > 0);
  if (next) {
    await addRecipients(tx, ctx, run.id, step + 1, next, await textsOf(tx, run.id));
    await tx.execute(
      sql`update notification_targets set step = ${step + 1}, reminders = 0, next_act_at = null where run_id = ${run.id} and constituent_id = ${constituentId}`,
    );
    await tx.execute(sql`update notification_runs set state = 'sending' where id = ${run.id} and state = 'sent'`);
    await addJob(tx, sendRunJob, { runId: run.id }, { key: `notify:${run.id}` });
    return;
  }
  await tellFocalPoints(tx, ctx, run, constituentId, step + 1);
  await tx.execute(sql`update notification_targets set state = case when state in ('waiting', 'asked') then 'unreachable' else state end, step = ${step + 1}, next_act_at = null
    where run_id = ${run.id} and constituent_id = ${constituentId}`);
}

/** Those who have charge of the constituent's place: its name and that nobody answers, no findings. */
async function tellFocalPoints(
  tx: Tx,
  ctx: Context,
  run: RunToSend,
  constituentId: string,
  step: number,
): Promise<void> {
  const people = await tx.execute<{ id: string; email: string; language: string; constituent: string }>(sql`
    with recursive up as (select a.id, a.parent_id from constituents c join areas a on a.id = c.area_id where c.id = ${constituentId}
      union select a.id, a.parent_id from areas a join up on up.parent_id = a.id)
    select distinct p.id, p.email, p.language, (select name from constituents where id = ${constituentId}) as constituent
    from focal_areas f join up on up.id = f.area_id join people p on p.id = f.person_id
    where f.ended_at is null and p.disabled_at is null
      and exists (select 1 from role_grants g where g.person_id = p.id and g.role = 'focal_point' and g.revoked_at is null)
      and not exists (select 1 from notification_recipients r where r.run_id = ${run.id} and r.constituent_id = ${constituentId} and r.person_id = p.id)`);
  for (const { id, email, language: said, constituent } of people) {
    const language = wordsLanguages.find((known) => known === said) ?? "fr";
    const words = wordsIn(language);
    const values = { reference: run.reference, constituent };
    try {
      const about = { of: "notification_runs", id: run.id } as const;
      const mail = { kind: "notice", reportId: null, about, to: email, language } as const;
      await queueMail(tx, ctx, {
        ...mail,
        cause: `notify-focal:${run.id}:${constituentId}:${id}`,
        subject: words("notify.focal.subject", values),
        // Above TLP:GREEN not even who it is about is named in a mail.
        body: `${words(isAboveGreen(run.marking) ? "notify.focal.body_unnamed" : "notify.focal.body", values)}\n\n${words("mail.signature")}\n`,
      });
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ personId: id }, "a focal point has had very many mails today; this one stands at the desk only");
    }
    await tx.execute(sql`insert into notification_recipients (id, run_id, constituent_id, person_id, email, language, step, state, queued_at)
      values (${newId(ctx.now())}, ${run.id}, ${constituentId}, ${id}, ${email}, ${language}, ${step}, 'queued', ${ctx.now().toISOString()}::timestamptz) on conflict do nothing`);
  }
}

async function setNext(tx: Tx, runId: string, constituentId: string, at: Date | null): Promise<void> {
  await tx.execute(
    sql`update notification_targets set next_act_at = ${at?.toISOString() ?? null}::timestamptz where run_id = ${runId} and constituent_id = ${constituentId}`,
  );
}
