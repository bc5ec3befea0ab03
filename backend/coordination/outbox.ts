// The outbox: a mail is written down in the transaction of its cause, and a job sends it. One mail for one cause.
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { addJob } from "../platform/jobs/index.ts";
import { messageIdOf } from "./mail-addresses.ts";
import { mostMailsADay } from "./rules.ts";

export interface MailToQueue {
  /** "ack:<report>", "message:<message>": the same cause is never mailed twice. */
  cause: string;
  kind: "acknowledgement" | "answer" | "answer_waits" | "notice" | "conversation";
  reportId: string | null;
  /** Of a mail to a party of a case: the message that it carries, and how. */
  conversation?: {
    messageId: string;
    conversationId: string;
    caseId: string;
    protection: "signed" | "encrypted" | "link";
  };
  /** Of a notification to many: to whom, and how. */
  notification?: { recipientId: string; protection: "signed" | "encrypted" | "link" };
  /** Null: the address that the report's reporter allowed in confidence; the mailer opens it while it sends. */
  to: string | null;
  language: string;
  subject: string;
  body: string;
  /** What it speaks of where it belongs to no report: a mail about something of an exercise is marked, and never leaves. */
  about?: { of: "cases" | "reports" | "notification_runs" | "takedowns"; id: string };
  /** Ids of the places for links that the writer put into the body, where the cause does not name them; no other is filled. */
  places?: readonly string[];
}

export const sendMailJob = "coordination.send_mail";

/**
 * Queues a mail in the caller's transaction, threaded with what went to and fro about its report before.
 * @returns its id; undefined when this cause was mailed already.
 * @throws AppError too_many_requests when the address has had its share of the day.
 */
export async function queueMail(tx: Tx, ctx: Context, mail: MailToQueue): Promise<string | undefined> {
  // Two mails to one address are counted one after the other, whichever jobs write them.
  const counted = `mail:${mail.to?.toLowerCase() ?? mail.reportId ?? ""}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${counted}, 0))`);
  const { about } = mail;
  const now = ctx.now();
  const dayAgo = new Date(now.getTime() - 86_400_000).toISOString();
  const target =
    mail.to === null
      ? sql`report_id = ${mail.reportId} and is_routed`
      : sql`lower(to_address) = lower(${mail.to}) and not is_routed`;
  const [sent] = await tx.execute<{ count: number; known: boolean }>(sql`select count(*)::int as count,
      exists (select 1 from outgoing_mails where cause = ${mail.cause}) as known
    from outgoing_mails where ${target} and created_at > ${dayAgo}::timestamptz and not is_exercise`);
  if (sent?.known) return undefined;
  const most = mostMailsADay[mail.kind === "answer_waits" ? "answer" : mail.kind];
  if ((sent?.count ?? 0) >= most)
    throw new AppError(
      "too_many_requests",
      "This address has had many mails today. Write by receipt, or try tomorrow.",
      {
        retryAfterSeconds: 86_400,
      },
    );
  const thread = await threadOf(tx, mail);
  const id = newId(now);
  const marked = (column: SQL, otherwise: SQL): SQL =>
    about === undefined
      ? otherwise
      : sql`coalesce((select ${column} from ${sql.identifier(about.of)} x where x.id = ${about.id}), ${otherwise})`;
  const queued =
    await tx.execute(sql`insert into outgoing_mails (id, cause, kind, report_id, message_id, in_reply_to, reference_ids, to_address, is_routed,
      language, subject, body, created_at, case_id, conversation_message_id, protection, notification_recipient_id, places, is_exercise, exercise_id)
    values (${id}, ${mail.cause}, ${mail.kind}, ${mail.reportId}, ${messageIdOf(ctx, mail.cause)}, ${thread.at(-1) ?? null},
      ${sql.param(thread)}::text[], ${mail.to ?? ""}, ${mail.to === null}, ${mail.language}, ${mail.subject}, ${mail.body}, ${now.toISOString()}::timestamptz,
      ${mail.conversation?.caseId ?? (about?.of === "cases" ? about.id : null)}, ${mail.conversation?.messageId ?? null}, ${mail.conversation?.protection ?? mail.notification?.protection ?? null},
      ${mail.notification?.recipientId ?? null}, ${sql.param([...(mail.places ?? [])])}::text[], ${marked(sql`x.is_exercise`, sql`false`)}, ${marked(sql`x.exercise_id`, sql`null`)})
    on conflict (cause) do nothing returning id`);
  if (queued.length === 0) return undefined;
  await addJob(tx, sendMailJob, { mailId: id }, { key: `mail:${id}` });
  return id;
}

/** The Message-IDs about a report or in a conversation so far, oldest first, at most twenty: the first, which opened the thread, and the latest. */
async function threadOf(tx: Tx, { reportId, conversation }: MailToQueue): Promise<string[]> {
  if (reportId === null && conversation === undefined) return [];
  const mails = conversation
    ? sql`select o.message_id, o.created_at as at from outgoing_mails o join conversation_messages m on m.id = o.conversation_message_id
        where m.conversation_id = ${conversation.conversationId}
      union all
      select i.message_id, i.received_at from incoming_mails i join conversation_messages m on m.incoming_id = i.id
        where m.conversation_id = ${conversation.conversationId} and i.message_id is not null`
    : sql`select message_id, created_at as at from outgoing_mails where report_id = ${reportId}
      union all
      select message_id, received_at from incoming_mails where report_id = ${reportId} and kind in ('report', 'reply') and message_id is not null`;
  const rows = await tx.execute<{ message_id: string }>(sql`select message_id from (${mails}) as mails order by at`);
  const ids = rows.map((row) => row.message_id);
  return ids.length <= 20 ? ids : [...ids.slice(0, 1), ...ids.slice(-19)];
}
