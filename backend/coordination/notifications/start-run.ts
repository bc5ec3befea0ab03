// A released notification: its rows and constituents are fixed, the first contacts of each wait for their mail; pause, resume and end.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { contactsOf, freezeRows } from "./choose-rows.ts";
import { ActOnRun, notifyLanguages, type RunFilter, type RunTexts } from "./model.ts";
import { type KnownContact, languageFor, stepsOf } from "./plan.ts";
import { lockRun } from "./write-run.ts";

export const sendRunJob = "coordination.send_notification";

/** In the transaction of the approval. @throws AppError conflict when it is another version than the one that was looked at. */
export async function startApproved(tx: Tx, ctx: Context, runId: string, version: number): Promise<void> {
  const { filter, roles } = await lockRun(tx, runId, ["waiting"], version);
  await tx.execute(
    sql`update notification_runs set state = 'sending', released_at = ${ctx.now().toISOString()}::timestamptz where id = ${runId}`,
  );
  await freezeRows(tx, runId, filter satisfies RunFilter);
  const targets = await tx.execute<{ id: string }>(
    sql`select constituent_id as id from notification_targets where run_id = ${runId} and state = 'waiting'`,
  );
  if (targets.length === 0)
    throw new AppError("refused", "No constituent holds any of these findings.", { words: "notify.refused.nobody" });
  const texts = await textsOf(tx, runId);
  const contacts = await contactsOf(
    tx,
    targets.map(({ id }) => id),
  );
  const first = targets.flatMap(({ id }) => stepsOf(contacts.get(id) ?? [], roles)[0] ?? []);
  await addRecipients(tx, ctx, runId, 0, first, texts);
  // Nobody to write to: the focal point of the place is asked at once.
  await tx.execute(sql`update notification_targets t set next_act_at = ${ctx.now().toISOString()}::timestamptz where run_id = ${runId}
    and not exists (select 1 from notification_recipients r where r.run_id = t.run_id and r.constituent_id = t.constituent_id)`);
  await addJob(tx, sendRunJob, { runId }, { key: `notify:${runId}` });
}

/** Refused or taken back: it can be changed again. */
export async function unlockRun(tx: Tx, runId: string): Promise<void> {
  await tx.execute(sql`update notification_runs set state = 'draft' where id = ${runId} and state = 'waiting'`);
}

export async function textsOf(tx: Tx, runId: string): Promise<RunTexts> {
  const [run] = await tx.execute<{ texts: RunTexts }>(sql`select texts from notification_runs where id = ${runId}`);
  return run?.texts ?? {};
}

/** Each (run, contact) once: whoever was written to before is not written to as somebody else. */
export async function addRecipients(
  tx: Tx,
  ctx: Context,
  runId: string,
  step: number,
  contacts: readonly KnownContact[],
  texts: RunTexts,
): Promise<void> {
  const written = notifyLanguages.filter((language) => texts[language] !== undefined);
  const rows = contacts.map(({ id, constituentId, email, languages }) => ({
    id: newId(ctx.now()),
    constituent_id: constituentId,
    contact_id: id,
    email,
    language: languageFor(languages, written),
  }));
  await tx.execute(sql`insert into notification_recipients (id, run_id, constituent_id, contact_id, email, language, step, state)
    select x.id, ${runId}, x.constituent_id, x.contact_id, x.email, x.language, ${step}, 'waiting'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, constituent_id uuid, contact_id uuid, email text, language text)
    on conflict (run_id, contact_id) do nothing`);
}

/** What is written stays written; nothing more leaves until it is resumed. */
export async function pauseRun(ctx: Context, runId: string, input: ActOnRun): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { version } = ActOnRun.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockRun(tx, runId, ["sending", "sent"], version);
    await tx.execute(sql`update notification_runs set state = 'paused' where id = ${runId}`);
    await writeAudit(tx, ctx, { action: "notification.pause", objectType: "notification", objectId: runId });
  });
}

export async function resumeRun(ctx: Context, runId: string, input: ActOnRun): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { version } = ActOnRun.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockRun(tx, runId, ["paused"], version);
    await tx.execute(sql`update notification_runs set state = 'sending' where id = ${runId}`);
    await addJob(tx, sendRunJob, { runId }, { key: `notify:${runId}` });
    await writeAudit(tx, ctx, { action: "notification.resume", objectType: "notification", objectId: runId });
  });
}

/** No more mails, reminders and answers. */
export async function endRun(ctx: Context, runId: string, input: ActOnRun): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { version } = ActOnRun.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockRun(tx, runId, ["draft", "sending", "sent", "paused"], version);
    const now = ctx.now().toISOString();
    await tx.execute(
      sql`update notification_runs set state = 'ended', ended_at = ${now}::timestamptz where id = ${runId}`,
    );
    await tx.execute(sql`update notification_targets set next_act_at = null where run_id = ${runId}`);
    await writeAudit(tx, ctx, { action: "notification.end", objectType: "notification", objectId: runId });
  });
}

/** Takes up what a crash left: a step that waits already is only one. */
export async function resumeRuns(ctx: Context): Promise<void> {
  requirePermission(ctx, "notification.write");
  await withTransaction(ctx, async (tx) => {
    const open = await tx.execute<{
      id: string;
    }>(sql`select n.id from notification_runs n where n.state = 'sending' and exists (
      select 1 from notification_recipients r where r.run_id = n.id and r.state = 'waiting' and (r.not_before is null or r.not_before <= ${ctx.now().toISOString()}::timestamptz))`);
    for (const { id } of open) {
      await addJob(tx, sendRunJob, { runId: id }, { key: `notify:${id}` });
      await writeAudit(tx, ctx, { action: "notification.take_up", objectType: "notification", objectId: id });
    }
  });
}
