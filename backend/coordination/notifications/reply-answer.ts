// The desk replies to an answer: by mail to whoever answered by link, behind the link where the mail holds no content, in the room to who answered there.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { composeRunWord } from "./compose-run.ts";
import { ReplyToAnswer } from "./model.ts";
import { linkPlace } from "./notify-link.ts";
import { queueRunMail, type Recipient, recipientColumns, roomAddress, wayTo } from "./send-run.ts";

/** @throws AppError not_found; conflict when it was replied to; too_many_requests. */
export async function replyToAnswer(ctx: Context, answerId: string, input: ReplyToAnswer): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { body } = ReplyToAnswer.parse(input);
  if (!isId(answerId)) throw notFound("answer");
  await withTransaction(ctx, async (tx) => {
    const [answer] = await tx.execute<{ runId: string; via: string; reply: string | null }>(
      sql`select run_id as "runId", via, reply from notification_answers where id = ${answerId} and via <> 'desk' for update`,
    );
    if (!answer) throw notFound("answer");
    if (answer.reply !== null)
      throw new AppError("conflict", "This answer was replied to.", { words: "notify.refused.replied" });
    if (answer.via === "link") await mailReply(tx, ctx, answerId, body);
    await tx.execute(sql`update notification_answers set reply = ${body}, replied_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null},
      replied_at = ${ctx.now().toISOString()}::timestamptz where id = ${answerId}`);
    await writeAudit(tx, ctx, {
      action: "notification.reply",
      objectType: "notification",
      objectId: answer.runId,
      detail: { answerId },
    });
  });
}

async function mailReply(tx: Tx, ctx: Context, answerId: string, body: string): Promise<void> {
  const [to] = await tx.execute<
    Recipient & { runId: string; reference: string; marking: Marking; isExercise: boolean }
  >(sql`
    select ${recipientColumns}, r.run_id as "runId", n.reference, n.marking, n.is_exercise as "isExercise"
    from notification_answers a join notification_runs n on n.id = a.run_id join notification_recipients r on r.id = a.recipient_id
      join notification_targets t on t.run_id = r.run_id and t.constituent_id = r.constituent_id join constituents c on c.id = r.constituent_id
    where a.id = ${answerId}`);
  if (!to) throw notFound("answer");
  const run = { id: to.runId, marking: to.marking, isExercise: to.isExercise };
  const protection = await wayTo(tx, ctx, run, to);
  await queueRunMail(tx, ctx, run, to, {
    cause: `notify-reply:${answerId}`,
    protection,
    ...composeReply(ctx, protection, to, body),
  });
}

/** Where the mail holds no content, the reply waits behind the link that they answered by. */
function composeReply(
  ctx: Context,
  protection: string,
  to: Pick<Recipient, "id" | "language" | "expiresAt"> & { reference: string },
  body: string,
): { subject: string; body: string } {
  const { language, reference } = to;
  const words = wordsIn(language);
  if (protection === "link") {
    const until = (to.expiresAt ?? "").slice(0, 10);
    return composeRunWord(reference, { language, until, link: linkPlace(to.id), room: roomAddress(ctx) });
  }
  return {
    subject: words("notify.reply_mail.subject", { reference }),
    body: `${body}\n\n${words("mail.signature")}\n`,
  };
}
