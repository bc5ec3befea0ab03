// An answer to a notification: by the link, confirmed with a button, or written down by the desk. "Not mine" opens the attribution again, "wrong contact" goes to the register's quality.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { noteWrongContact } from "../../registry/index.ts";
import { isOpenWith, linkPhoneEnd } from "../links/codes.ts";
import { escalate } from "./act-due.ts";
import { rowsOf } from "./choose-rows.ts";
import { composeRows, composeRunText } from "./compose-run.ts";
import {
  AnswerForOther,
  AnswerRun,
  type ClosedNotifyLink,
  isAboveGreen,
  needsCode,
  type NotifyLinkView,
  type TargetState,
} from "./model.ts";
import { byNotifyLink, findRunLink } from "./notify-code.ts";
import { recipientOfLink } from "./notify-link.ts";
import { isClosed, nextAct, stateAfter } from "./plan.ts";
import { loadRunToSend } from "./send-run.ts";

/** Answers by one link: people change their mind, machines do not stop. */
const mostAnswers = 30;
const shownRows = 50;

/**
 * What stands behind a link; undefined where it is not ours, its time is over or the notification has ended. Looking answers nothing. Above
 * TLP:GREEN nothing of the notification is told before a code was typed.
 */
export async function readNotifyLink(
  ctx: Context,
  token: string,
  session?: string,
): Promise<NotifyLinkView | ClosedNotifyLink | undefined> {
  const recipientId = recipientOfLink(ctx, token);
  if (recipientId === undefined) return undefined;
  const asking = byNotifyLink(ctx);
  return await readOnly(asking, async (tx) => {
    const [row] = await tx.execute<
      Omit<NotifyLinkView, "rows" | "subject" | "isClosed" | "body" | "replies"> & Linked & Record<string, unknown>
    >(sql`
      select n.id as "runId", r.constituent_id as "constituentId", r.protection, n.reference, n.marking, n.texts, c.name as constituent, r.language, t.row_count as "rowCount",
        ${iso(sql`r.expires_at`)} as "expiresAt", t.state
      from notification_recipients r join notification_runs n on n.id = r.run_id join constituents c on c.id = r.constituent_id
        join notification_targets t on t.run_id = r.run_id and t.constituent_id = r.constituent_id
      where r.id = ${recipientId} and r.contact_id is not null and r.expires_at > ${ctx.now().toISOString()}::timestamptz and n.state <> 'ended'`);
    if (!row) return undefined;
    if (needsCode(row.marking, row.protection)) {
      const link = await findRunLink(tx, asking, recipientId, false);
      if (!link) return undefined;
      if (!isOpenWith(link, session))
        return {
          isClosed: true,
          reference: row.reference,
          language: row.language,
          ...linkPhoneEnd(ctx, link),
        } as const;
    }
    const rows = await tx.execute<NotifyLinkView["rows"][number] & Record<string, unknown>>(sql`
      select f.address, f.port, ${iso(sql`f.at`)} as at, f.what from notification_rows x join findings_rows f on f.list_id = x.list_id and f.line = x.line
      where x.run_id = ${row.runId} and x.constituent_id = ${row.constituentId} order by f.what, f.address, f.at, f.line limit ${shownRows}`);
    const { reference, constituent, language, rowCount, expiresAt, state, marking } = row;
    const text = composeRunText(row, { language, constituent, rows: rowCount });
    const isAbove = isAboveGreen(marking);
    const replies = isAbove
      ? await tx.execute<{ reply: string }>(
          sql`select reply from notification_answers where recipient_id = ${recipientId} and reply is not null order by at, id`,
        )
      : [];
    return {
      isClosed: false,
      reference,
      constituent,
      marking,
      subject: `[${reference}] ${text.subject}`,
      body: isAbove ? text.body : null,
      replies: replies.map(({ reply }) => reply),
      language,
      rowCount,
      rows,
      expiresAt,
      state,
    } as const;
  });
}

/** All rows behind a link that is open, as the CSV that a mail would bring. Undefined as in `readNotifyLink`, and before its code. */
export async function readNotifyRows(
  ctx: Context,
  token: string,
  session?: string,
): Promise<{ fileName: string; csv: string } | undefined> {
  const recipientId = recipientOfLink(ctx, token);
  const shown = await readNotifyLink(ctx, token, session);
  if (recipientId === undefined || !shown || shown.isClosed) return undefined;
  return await readOnly(byNotifyLink(ctx), async (tx) => {
    const [own] = await tx.execute<{ runId: string; constituentId: string }>(
      sql`select run_id as "runId", constituent_id as "constituentId" from notification_recipients where id = ${recipientId}`,
    );
    if (!own) return undefined;
    return await composeRows(
      await rowsOf(tx, own.constituentId, { runId: own.runId }),
      shown.reference,
      shown.language,
    );
  });
}

interface Linked {
  runId: string;
  constituentId: string;
  protection: string | null;
  texts: Parameters<typeof composeRunText>[0]["texts"];
}

/** @throws AppError not_found for a link that answers no longer, or is not open; too_many_requests; invalid_input. */
export async function answerNotifyLink(ctx: Context, token: string, input: unknown, session?: string): Promise<void> {
  const recipientId = recipientOfLink(ctx, token);
  if (recipientId === undefined) throw notFound("notification");
  const said = AnswerRun.parse(input);
  const asking = byNotifyLink(ctx);
  requirePermission(asking, "notification.write");
  await withTransaction(asking, async (tx) => {
    const [recipient] = await tx.execute<{
      runId: string;
      constituentId: string;
      contactId: string | null;
      protection: string | null;
      marking: string;
      count: number;
    }>(sql`
      select r.run_id as "runId", r.constituent_id as "constituentId", r.contact_id as "contactId", r.protection,
        (select n.marking from notification_runs n where n.id = r.run_id) as marking,
        (select count(*)::int from notification_answers a where a.recipient_id = r.id) as count
      from notification_recipients r where r.id = ${recipientId} and r.contact_id is not null and r.expires_at > ${ctx.now().toISOString()}::timestamptz for update`);
    if (!recipient) throw notFound("notification");
    if (needsCode(recipient.marking, recipient.protection)) {
      const link = await findRunLink(tx, asking, recipientId, true);
      if (!link || !isOpenWith(link, session)) throw notFound("notification");
    }
    if (recipient.count >= mostAnswers)
      throw new AppError("too_many_requests", "This link has answered very often. Write to us instead.");
    await takeAnswer(tx, asking, { ...recipient, ...said, recipientId, via: "link" });
    const { runId, constituentId } = recipient;
    const detail = { constituentId, answer: said.answer, via: "link" };
    await writeAudit(tx, asking, {
      action: "notification.answer",
      objectType: "notification",
      objectId: runId,
      detail,
    });
  });
}

/** The desk writes down what somebody said on the telephone. @throws AppError not_found; invalid_input. */
export async function answerAtDesk(ctx: Context, runId: string, input: AnswerForOther): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { constituentId, ...said } = AnswerForOther.parse(input);
  if (!isId(runId)) throw notFound("notification");
  await withTransaction(ctx, async (tx) => {
    await takeAnswer(tx, ctx, { ...said, runId, constituentId, contactId: null, recipientId: null, via: "desk" });
    const detail = { constituentId, answer: said.answer, via: "desk" };
    await writeAudit(tx, ctx, { action: "notification.answer", objectType: "notification", objectId: runId, detail });
  });
}

export interface Answer extends AnswerRun {
  runId: string;
  constituentId: string;
  contactId: string | null;
  recipientId: string | null;
  /** Of an answer from the constituent's own room. */
  givenBy?: string;
  via: "link" | "desk" | "room";
}

/** @throws AppError not_found where the run takes no answers, or never reached them. */
export async function takeAnswer(tx: Tx, ctx: Context, said: Answer): Promise<void> {
  const { runId, constituentId, answer } = said;
  const run = await loadRunToSend(tx, runId, "sending", "sent", "paused");
  const [target] = await tx.execute<{ state: TargetState; step: number }>(
    sql`select state, step from notification_targets where run_id = ${runId} and constituent_id = ${constituentId} for update`,
  );
  if (!run || !target) throw notFound("notification");
  const now = ctx.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  const note = said.note ?? null;
  await tx.execute(sql`insert into notification_answers (id, run_id, constituent_id, recipient_id, answer, note, via, given_by, at)
    values (${newId(now)}, ${runId}, ${constituentId}, ${said.recipientId}, ${answer}, ${note === "" ? null : note}, ${said.via},
      ${said.givenBy ?? (said.via === "desk" && ctx.actor.kind === "person" ? ctx.actor.personId : null)}, ${at})`);
  const state = stateAfter(target.state, answer);
  const next =
    answer === "wrong_contact" ? undefined : nextAct({ state, reminders: 0, since: now, hasNextStep: true }, run);
  await tx.execute(sql`update notification_targets set state = ${state}, first_answered_at = coalesce(first_answered_at, ${at}), reminders = 0,
      closed_at = ${isClosed(state) ? sql`coalesce(closed_at, ${at})` : sql`null`},
      next_act_at = ${next === undefined ? sql`next_act_at` : sql`${next?.at.toISOString() ?? null}::timestamptz`}
    where run_id = ${runId} and constituent_id = ${constituentId}`);
  if (target.state === "not_mine" && state !== "not_mine") await reopen(tx, runId, constituentId, false);
  if (answer === "not_mine") await reopen(tx, runId, constituentId, true);
  if (answer === "wrong_contact") {
    if (said.contactId !== null) await noteWrongContact(tx, ctx, said.contactId, note);
    if (!isClosed(state)) await escalateOnce(tx, ctx, said, target.step, run);
  }
}

/** The next contact is written to at once, unless others of this step have not said that they are wrong. */
async function escalateOnce(
  tx: Tx,
  ctx: Context,
  { runId, constituentId }: Answer,
  step: number,
  run: Parameters<typeof escalate>[2],
): Promise<void> {
  const [other] =
    await tx.execute(sql`select 1 from notification_recipients r where r.run_id = ${runId} and r.constituent_id = ${constituentId} and r.step = ${step}
    and r.contact_id is not null and not exists (select 1 from notification_answers a where a.recipient_id = r.id and a.answer = 'wrong_contact') limit 1`);
  if (!other) await escalate(tx, ctx, run, constituentId, step);
}

/** Rows that their holder says are not theirs are no longer told to them; the desk, or the register asked again, says whose they are. */
async function reopen(tx: Tx, runId: string, constituentId: string, isOpen: boolean): Promise<void> {
  await tx.execute(sql`update findings_rows f set attribution = ${isOpen ? "reopened" : "register"}
    from notification_rows n where n.run_id = ${runId} and n.constituent_id = ${constituentId} and n.list_id = f.list_id and n.line = f.line
      and f.constituent_id = ${constituentId} and ${isOpen ? sql`f.attribution in ('register', 'officer')` : sql`f.attribution = 'reopened'`}`);
}
