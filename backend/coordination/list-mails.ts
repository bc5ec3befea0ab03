// The post office for the desk: mails that go out and how far they are, mails that came in and what they were; and sending one again.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { AppError, notFound } from "../platform/errors/index.ts";
import { addJob } from "../platform/jobs/index.ts";
import { sendMailJob } from "./outbox.ts";

export type MailState = "queued" | "sent" | "kept" | "failed";

export interface OutgoingMail extends Record<string, unknown> {
  id: string;
  kind: "acknowledgement" | "answer" | "answer_waits" | "notice";
  reportId: string | null;
  reference: string | null;
  to: string;
  language: string;
  subject: string;
  /** As written; a receipt's digits show as {receipt}. */
  body: string;
  messageId: string;
  state: MailState;
  attempts: number;
  lastError: string | null;
  createdAt: string;
  sentAt: string | null;
}

export interface IncomingMail extends Record<string, unknown> {
  id: string;
  kind: "unread" | "report" | "reply" | "bounce" | "automatic" | "repeat";
  reportId: string | null;
  reference: string | null;
  from: string;
  to: string[];
  subject: string;
  receivedAt: string;
}

export interface MailFilter {
  state?: MailState | undefined;
  reportId?: string | undefined;
  /** Only those older than this mail: the last one of the page before. */
  before?: string | undefined;
  limit?: number | undefined;
}

/** Newest first, at most 200. */
export async function listOutgoingMails(ctx: Context, filter: MailFilter = {}): Promise<OutgoingMail[]> {
  requirePermission(ctx, "mail.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<OutgoingMail>(sql`select m.id, m.kind, m.report_id as "reportId", r.reference, m.to_address as "to", m.language, m.subject,
        m.body, m.message_id as "messageId", m.state, m.attempts, m.last_error as "lastError", ${isoText("m.created_at")} as "createdAt",
        ${isoText("m.sent_at")} as "sentAt"
      from outgoing_mails m left join reports r on r.id = m.report_id
      where (${filter.state ?? null}::text is null or m.state = ${filter.state ?? null})
        and (${filter.reportId ?? null}::uuid is null or m.report_id = ${filter.reportId ?? null}::uuid)
        and (${filter.before ?? null}::uuid is null or m.id < ${filter.before ?? null}::uuid)
      order by m.id desc limit ${pageSize(filter)}`)),
  ]);
}

/** Newest first, at most 200. `state` is not asked here. */
export async function listIncomingMails(ctx: Context, filter: Omit<MailFilter, "state"> = {}): Promise<IncomingMail[]> {
  requirePermission(ctx, "mail.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<IncomingMail>(sql`select m.id, m.kind, m.report_id as "reportId", r.reference, coalesce(nullif(m.from_address, ''), m.envelope_from) as "from",
        m.to_addresses as "to", m.subject, ${isoText("m.received_at")} as "receivedAt"
      from incoming_mails m left join reports r on r.id = m.report_id
      where (${filter.reportId ?? null}::uuid is null or m.report_id = ${filter.reportId ?? null}::uuid)
        and (${filter.before ?? null}::uuid is null or m.id < ${filter.before ?? null}::uuid)
      order by m.id desc limit ${pageSize(filter)}`)),
  ]);
}

/** How many mails wait, failed or were kept, for the desk's health page. */
export async function countMails(ctx: Context): Promise<Record<MailState, number>> {
  requirePermission(ctx, "mail.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ state: MailState; count: number }>(
        sql`select state, count(*)::int as count from outgoing_mails group by state`,
      ),
  );
  return { queued: 0, sent: 0, kept: 0, failed: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) };
}

/** Queues a failed or kept mail once more, under its own Message-ID. @throws AppError not_found, or conflict when it is on its way. */
export async function resendMail(ctx: Context, mailId: string): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [mail] = await tx.execute<{ state: MailState }>(
      sql`select state from outgoing_mails where id = ${mailId} for update`,
    );
    if (!mail) throw notFound("mail");
    if (mail.state === "queued" || mail.state === "sent")
      throw new AppError("conflict", "This mail is on its way or was sent.");
    await tx.execute(sql`update outgoing_mails set state = 'queued', last_error = null where id = ${mailId}`);
    await addJob(tx, sendMailJob, { mailId }, { key: `mail:${mailId}` });
    await writeAudit(tx, ctx, { action: "mail.resend", objectType: "mail", objectId: mailId });
  });
}

function pageSize(filter: MailFilter): number {
  return Math.min(Math.max(1, Math.trunc(filter.limit ?? 50)), 200);
}

function isoText(column: string): ReturnType<typeof sql> {
  return sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
