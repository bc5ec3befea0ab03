// The code that opens a notification's link where its mail held no content: sent to the contact's telephone, or read out by the desk.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type LinkRow, sendCode, useCode } from "../links/codes.ts";
import type { CodeAnswer } from "../links/model.ts";
import { recipientOfLink } from "./notify-link.ts";

/** Behind a link somebody is nobody of the house: the link alone, for this one notification, is what they may. */
export const byNotifyLink = (ctx: Context): Context =>
  makeContext(ctx, { kind: "system", job: "notification.answer_by_link" }, ctx.requestId);

/** Idempotent: one a recipient, good as long as the answer's link is. */
export async function makeRunLink(
  tx: Tx,
  ctx: Context,
  run: { id: string; isExercise: boolean },
  to: { id: string; expiresAt: string | null },
): Promise<void> {
  const now = ctx.now();
  await tx.execute(sql`insert into secure_links (id, recipient_id, made_at, expires_at, is_exercise, exercise_id)
    select ${newId(now)}, ${to.id}, ${now.toISOString()}::timestamptz, ${to.expiresAt ?? now.toISOString()}::timestamptz, n.is_exercise, n.exercise_id
    from notification_runs n where n.id = ${run.id} on conflict (recipient_id) do nothing`);
}

/** The link of a recipient as codes use it; undefined where none was made or its time is over. */
export async function findRunLink(
  tx: Tx,
  ctx: Context,
  recipientId: string,
  isLocked: boolean,
): Promise<LinkRow | undefined> {
  const now = ctx.now().toISOString();
  const [row] = await tx.execute<LinkRow>(sql`
    select l.id, r.run_id as "thingId", r.language, k.phone, null as "organisationKind", l.codes, l.tries,
      coalesce(l.code_expires_at > ${now}::timestamptz, false) as "hasCode", case when l.session_expires_at > ${now}::timestamptz then l.session_hash end as "sessionHash"
    from secure_links l join notification_recipients r on r.id = l.recipient_id join notification_runs n on n.id = r.run_id left join contacts k on k.id = r.contact_id
    where l.recipient_id = ${recipientId} and l.expires_at > ${now}::timestamptz and n.state <> 'ended' ${isLocked ? sql`for update of l` : sql``}`);
  return row;
}

/** Sends a fresh code to the contact's telephone. @throws AppError not_found; refused where there is none, or there were many. */
export async function askNotifyCode(ctx: Context, token: string): Promise<void> {
  const asking = byNotifyLink(ctx);
  requirePermission(asking, "notification.write");
  const recipientId = recipientOfLink(ctx, token);
  if (recipientId === undefined) throw notFound("link");
  await withTransaction(asking, async (tx) => {
    const link = await findRunLink(tx, asking, recipientId, true);
    if (!link) throw notFound("link");
    await sendCode(tx, asking, link);
    await writeAudit(tx, asking, {
      action: "notification.link_code",
      objectType: "notification",
      objectId: link.thingId,
      detail: { linkId: link.id, channel: "text" },
    });
  });
}

/** @returns a session for half an hour; `wrong`; `over` when another code must be asked for; `gone` without a link. */
export async function tryNotifyCode(ctx: Context, token: string, typed: string): Promise<CodeAnswer> {
  const asking = byNotifyLink(ctx);
  requirePermission(asking, "notification.write");
  const recipientId = recipientOfLink(ctx, token);
  if (recipientId === undefined) return "gone";
  return await withTransaction(asking, async (tx): Promise<CodeAnswer> => {
    const link = await findRunLink(tx, asking, recipientId, true);
    if (!link) return "gone";
    const answer = await useCode(tx, asking, link, typed);
    await writeAudit(tx, asking, {
      action: typeof answer === "object" ? "notification.link_opened" : "notification.link_wrong_code",
      objectType: "notification",
      objectId: link.thingId,
      detail: { linkId: link.id },
    });
    return answer;
  });
}
