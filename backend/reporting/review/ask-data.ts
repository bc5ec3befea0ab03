// Asks a ministry for numbers: a mail with a link that is answered without an account, reminders as the day comes near, and taking a request back.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { wordsLanguages, wordsFor } from "../../platform/words/index.ts";
import { AskData, type RequestView } from "./model.ts";
import { requestLink } from "./request-links.ts";
import { refuseSigned } from "./targets.ts";

export const sendRequestJob = "review.send_request";

/** @throws AppError invalid_input for a day that has passed or a target that is not followed. */
export async function askData(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const asked = AskData.parse(input);
  const { personId } = requirePerson(ctx);
  if (asked.dueOn < ctx.now().toISOString().slice(0, 10))
    throw invalidInput([{ path: "dueOn", message: "Expected a day from today on." }]);
  return await withTransaction(ctx, async (tx) => {
    const [review] = await tx.execute<{ state: string }>(sql`select state from reviews where year = ${asked.year}`);
    refuseSigned(review?.state);
    const known = await tx.execute(
      sql`select id from strategy_targets where ended_at is null and id = any(${sql.param(asked.targetIds)}::uuid[])`,
    );
    if (known.length !== new Set(asked.targetIds).size)
      throw invalidInput([{ path: "targetIds", message: "One of these targets is not followed any more." }]);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into data_requests (id, year, body, email, language, target_ids, message, due_on, asked_at, asked_by)
      values (${id}, ${asked.year}, ${asked.body}, ${asked.email}, ${asked.language}, ${sql.param(asked.targetIds)}::uuid[], ${asked.message}, ${asked.dueOn},
        ${ctx.now().toISOString()}::timestamptz, ${personId})`);
    await writeAudit(tx, ctx, {
      action: "review.ask_data",
      objectType: "data_request",
      objectId: id,
      detail: { year: asked.year, targets: asked.targetIds.length },
    });
    await addJob(tx, sendRequestJob, { requestId: id, reminder: 0 }, { key: `data-request:${id}:0` });
    return { id };
  });
}

interface RequestRow extends Record<string, unknown> {
  id: string;
  body: string;
  email: string;
  language: string;
  message: string;
  due_on: string;
}

/** The job: writes the mail once, however often it is tried. `reminder` 0 is the request itself. */
export async function sendRequest(
  ctx: Context,
  { requestId, reminder }: { requestId: string; reminder: number },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const mailId = await mailRequest(tx, ctx, requestId, reminder);
    await writeAudit(tx, ctx, {
      action: "review.mail_request",
      objectType: "data_request",
      objectId: requestId,
      detail: { reminder, mailId: mailId ?? null },
    });
  });
}

/** Queues the mail of a request that is open; its id, or undefined when nothing is left to ask. */
async function mailRequest(tx: Tx, ctx: Context, requestId: string, reminder: number): Promise<string | undefined> {
  const [row] =
    await tx.execute<RequestRow>(sql`select id, body, email, language, message, due_on::text from data_requests
    where id = ${requestId} and answered_at is null and withdrawn_at is null`);
  if (!row) return undefined;
  const language = wordsLanguages.find((known) => known === row.language) ?? "fr";
  const words = wordsFor(ctx, language);
  const values = { body: row.body, due: row.due_on, url: requestLink(ctx, row.id) };
  return await queueMail(tx, ctx, {
    cause: `data-request:${requestId}:${reminder}`,
    kind: "notice",
    reportId: null,
    to: row.email,
    language,
    subject: words(reminder === 0 ? "committee.mail.request.subject" : "committee.mail.reminder.subject", values),
    body: [
      words(reminder === 0 ? "committee.mail.request.body" : "committee.mail.reminder.body", values),
      row.message,
      words("committee.mail.link", values),
      words("mail.signature"),
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  });
}

/** The daily job: one reminder a week before the day, one on the day after it, none after that. */
export async function remindRequests(ctx: Context): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const today = ctx.now().toISOString();
    const due = await tx.execute<{
      id: string;
      reminders: number;
    }>(sql`update data_requests set reminders = reminders + 1, reminded_at = ${today}::timestamptz
      where answered_at is null and withdrawn_at is null and (
        (reminders = 0 and due_on - ${today}::date <= 7 and asked_at < ${today}::timestamptz - interval '1 day') or
        (reminders = 1 and due_on < ${today}::date))
      returning id, reminders`);
    for (const { id, reminders } of due) {
      await writeAudit(tx, ctx, {
        action: "review.remind",
        objectType: "data_request",
        objectId: id,
        detail: { reminder: reminders },
      });
      await mailRequest(tx, ctx, id, reminders);
    }
  });
}

export async function withdrawRequest(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "review.change");
  await withTransaction(ctx, async (tx) => {
    const done = await tx.execute(sql`update data_requests set withdrawn_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${id} and answered_at is null and withdrawn_at is null returning id`);
    if (done.length === 0) throw notFound("open request");
    await writeAudit(tx, ctx, {
      action: "review.withdraw_request",
      objectType: "data_request",
      objectId: id,
      detail: {},
    });
  });
}

/** Every request of a year, the open ones first. */
export async function listRequests(ctx: Context, year: number): Promise<RequestView[]> {
  requirePermission(ctx, "review.read");
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<
      Omit<RequestView, "askedAt" | "answeredAt"> & Record<string, unknown> & { asked: string; answered: string | null }
    >(
      sql`select id, year, body, email, due_on::text as "dueOn", cardinality(target_ids) as targets, asked_at as asked, reminders, answered_at as answered,
        answered_by as "answeredBy", case when withdrawn_at is not null then 'withdrawn' when answered_at is not null then 'answered'
          when due_on < ${ctx.now().toISOString()}::date then 'late' else 'waiting' end as state
        from data_requests where year = ${year} order by (answered_at is not null or withdrawn_at is not null), due_on, body`,
    );
    return rows.map(({ asked, answered, ...row }) => ({
      ...row,
      askedAt: new Date(asked).toISOString(),
      answeredAt: answered ? new Date(answered).toISOString() : null,
    }));
  });
}
