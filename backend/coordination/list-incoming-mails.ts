// The mails that came in and what each was, for the desk: reports, replies, bounces, and what machines sent.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import type { MailChecks } from "./mail-checks/model.ts";
import { maskAddress } from "./rules.ts";

export interface IncomingMail extends Record<string, unknown> {
  id: string;
  kind: "unread" | "report" | "reply" | "bounce" | "automatic" | "repeat";
  reportId: string | null;
  reference: string | null;
  /** Masked: who reported is asked for by an act of its own. */
  from: string;
  subject: string;
  /** What its sender's domain says; null where nobody was asked. */
  checks: MailChecks | null;
  /** RFC 3339 in UTC. */
  receivedAt: string;
}

export interface IncomingFilter {
  reportId?: string | undefined;
  /** Only those older than this mail: the last one of the page before. */
  before?: string | undefined;
  limit?: number | undefined;
}

/** Newest first, at most 200 (50 unless said). */
export async function listIncomingMails(ctx: Context, filter: IncomingFilter = {}): Promise<IncomingMail[]> {
  requirePermission(ctx, "mail.read");
  const { reportId = null, before = null, limit = 50 } = filter;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<IncomingMail>(sql`select m.id, m.kind, m.report_id as "reportId", r.reference,
          coalesce(nullif(m.from_address, ''), m.envelope_from) as "from", m.subject, m.checks,
          to_char(m.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt"
        from incoming_mails m left join reports r on r.id = m.report_id
        where (${reportId}::uuid is null or m.report_id = ${reportId}::uuid) and (${before}::uuid is null or m.id < ${before}::uuid)
        order by m.id desc limit ${Math.min(Math.max(1, Math.trunc(limit)), 200)}`),
  );
  return rows.map((row) => ({ ...row, from: maskAddress(row.from) }));
}
