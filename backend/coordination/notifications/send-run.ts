// Writes a run's mails into the outbox, some at a time: the mail and the word that this contact was written to are one transaction, so that a crash neither loses nor doubles one.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import type { Marking } from "../../intake/model.ts";
import { findContactKey } from "../openpgp/find-keys.ts";
import { keepExtras } from "../mail-extras.ts";
import { queueMail } from "../outbox.ts";
import { rowsOf } from "./choose-rows.ts";
import { composeRows, composeRunMail, composeRunWord, type RunWords } from "./compose-run.ts";
import { decideRunWay, type NotifyLanguage, type RunWay } from "./model.ts";
import { makeRunLink } from "./notify-code.ts";
import { linkPlace } from "./notify-link.ts";
import { nextAct, type Schedule } from "./plan.ts";
import { sendRunJob } from "./start-run.ts";

const Payload = z.object({ runId: z.string().refine(isId) });
const mailsAStep = 100;
const dayMs = 86_400_000;

export interface Recipient extends Record<string, unknown> {
  id: string;
  contactId: string;
  /** Some key of theirs was compared by somebody; whether it is good is asked when a mail is written. */
  hasKey: boolean;
  constituentId: string;
  constituent: string;
  email: string;
  language: NotifyLanguage;
  rowCount: number;
  reminders: number;
  expiresAt: string | null;
}

export interface RunToSend extends RunWords, Schedule, Record<string, unknown> {
  id: string;
  marking: Marking;
  linkDays: number;
  isExercise: boolean;
}

/** What is read of a recipient `r` of a target `t` at a constituent `c`. */
export const recipientColumns = sql`r.id, r.contact_id as "contactId", r.constituent_id as "constituentId", c.name as constituent, r.email, r.language, t.row_count as "rowCount",
  r.reminders, ${iso(sql`r.expires_at`)} as "expiresAt",
  exists (select 1 from contact_keys k join key_verifications v on v.fingerprint = k.fingerprint and v.withdrawn_at is null
    where k.contact_id = r.contact_id and k.removed_at is null) as "hasKey"`;

/** Two workers at one run take turns: its row is locked for the step. */
export async function sendRunStep(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { runId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const run = await loadRunToSend(tx, runId, "sending");
    if (!run) return;
    const now = ctx.now();
    const due = await tx.execute<Recipient>(sql`
      select ${recipientColumns}
      from notification_recipients r join notification_targets t on t.run_id = r.run_id and t.constituent_id = r.constituent_id
        join constituents c on c.id = r.constituent_id
      where r.run_id = ${runId} and r.state = 'waiting' and r.contact_id is not null and (r.not_before is null or r.not_before <= ${now.toISOString()}::timestamptz)
      order by r.id limit ${mailsAStep}`);
    let written = 0;
    for (const recipient of due) if (await writeOne(tx, ctx, run, recipient)) written++;
    if (written > 0)
      await writeAudit(tx, ctx, {
        action: "notification.mails",
        objectType: "notification",
        objectId: runId,
        detail: { mails: written },
      });
    if (due.length > 0) await addJob(tx, sendRunJob, { runId }, { key: `notify:${runId}` });
    else await endSending(tx, ctx, runId);
  });
}

/** Locks the run. */
export async function loadRunToSend(tx: Tx, runId: string, ...states: string[]): Promise<RunToSend | undefined> {
  const [run] =
    await tx.execute<RunToSend>(sql`select id, reference, marking, texts, reminder_days as "reminderDays", escalate_days as "escalateDays", link_days as "linkDays", is_exercise as "isExercise"
    from notification_runs where id = ${runId} and state = any (${sql.param(states)}::text[]) for update`);
  return run;
}

async function writeOne(tx: Tx, ctx: Context, run: RunToSend, recipient: Recipient): Promise<boolean> {
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + run.linkDays * dayMs);
  try {
    await mailRun(tx, ctx, run, { ...recipient, expiresAt: expiresAt.toISOString() }, `notify:${recipient.id}`, false);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    // One address may stand at many constituents: the rest is written tomorrow.
    await tx.execute(
      sql`update notification_recipients set not_before = ${new Date(now.getTime() + dayMs).toISOString()}::timestamptz where id = ${recipient.id}`,
    );
    return false;
  }
  await tx.execute(sql`update notification_recipients set state = 'queued', queued_at = ${now.toISOString()}::timestamptz,
    expires_at = ${expiresAt.toISOString()}::timestamptz where id = ${recipient.id}`);
  const next = nextAct({ state: "asked", reminders: 0, since: now, hasNextStep: true }, run);
  await tx.execute(sql`update notification_targets set state = case when state in ('waiting', 'unreachable') then 'asked' else state end, asked_at = ${now.toISOString()}::timestamptz,
      next_act_at = ${next?.at.toISOString() ?? null}::timestamptz, reminders = 0
    where run_id = ${run.id} and constituent_id = ${recipient.constituentId} and state not in ('fixed', 'not_mine')`);
  return true;
}

/** One mail with the constituent's own rows. @throws AppError too_many_requests when the address has had its share of the day. */
export async function mailRun(
  tx: Tx,
  ctx: Context,
  run: RunToSend,
  to: Recipient,
  cause: string,
  isReminder: boolean,
): Promise<void> {
  const protection = await wayTo(tx, ctx, run, to);
  const until = (to.expiresAt ?? "").slice(0, 10);
  const { language, constituent } = to;
  const text =
    protection === "link"
      ? composeRunWord(run.reference, { language, until, link: linkPlace(to.id), room: roomAddress(ctx) })
      : composeRunMail(run, { language, constituent, rows: to.rowCount, link: linkPlace(to.id), until, isReminder });
  const mailId = await queueRunMail(tx, ctx, run, to, { cause, protection, ...text });
  if (mailId === undefined || protection === "link") return;
  const { fileName, csv } = await composeRows(
    await rowsOf(tx, to.constituentId, { runId: run.id }),
    run.reference,
    to.language,
  );
  await keepExtras(tx, mailId, { attachment: { name: fileName, text: csv } });
}

/** How a mail to them leaves as things stand. */
export async function wayTo(
  tx: Tx,
  ctx: Context,
  run: Pick<RunToSend, "marking">,
  to: Pick<Recipient, "contactId" | "hasKey">,
): Promise<RunWay> {
  const key = to.hasKey ? await findContactKey(tx, to.contactId, ctx.now()) : undefined;
  return decideRunWay(run.marking, key !== undefined);
}

export const roomAddress = (ctx: Context): string => `${ctx.config.publicUrl}/console/notices`;

/** A mail of a run to one of its recipients, with the way it leaves; where it holds no content, its link opens with a code from then on. */
export async function queueRunMail(
  tx: Tx,
  ctx: Context,
  run: Pick<RunToSend, "id" | "isExercise">,
  to: Pick<Recipient, "id" | "email" | "language" | "expiresAt">,
  mail: { cause: string; protection: RunWay; subject: string; body: string },
): Promise<string | undefined> {
  const { protection, ...text } = mail;
  const about = { of: "notification_runs", id: run.id } as const;
  const mailId = await queueMail(tx, ctx, {
    ...text,
    kind: "notice",
    reportId: null,
    about,
    notification: { recipientId: to.id, protection },
    places: [to.id],
    to: to.email,
    language: to.language,
  });
  if (mailId === undefined) return undefined;
  if (protection === "link") await makeRunLink(tx, ctx, run, to);
  await tx.execute(
    sql`update notification_recipients set protection = case when protection = 'link' then 'link' else ${protection} end where id = ${to.id}`,
  );
  return mailId;
}

async function endSending(tx: Tx, ctx: Context, runId: string): Promise<void> {
  const [later] = await tx.execute<{ at: string | null }>(
    sql`select min(not_before) as at from notification_recipients where run_id = ${runId} and state = 'waiting' and contact_id is not null`,
  );
  if (later?.at) return await addJob(tx, sendRunJob, { runId }, { key: `notify:${runId}`, runAt: new Date(later.at) });
  await tx.execute(sql`update notification_runs set state = 'sent' where id = ${runId}`);
  await writeAudit(tx, ctx, { action: "notification.sent", objectType: "notification", objectId: runId });
}
