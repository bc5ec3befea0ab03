// What was said between the desk and a reporter, for the desk: oldest first, with what became of each mail.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Marking } from "../intake/model.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";

export interface DeskMessage extends Record<string, unknown> {
  id: string;
  direction: "from_reporter" | "to_reporter";
  channel: "receipt" | "mail" | "api";
  authorName: string | null;
  marking: Marking;
  body: string;
  fileIds: string[];
  /** Set where a mail came from another address than the reporter's own. */
  fromAddress: string | null;
  /** RFC 3339 in UTC. */
  at: string;
  /** The reporter has opened the report since. */
  isRead: boolean;
  mail: { id: string; state: "queued" | "sent" | "kept" | "failed"; lastError: string | null } | null;
}

/** @throws AppError not_found. */
export async function listMessages(ctx: Context, reportId: string): Promise<DeskMessage[]> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const known = await tx.execute(sql`select 1 from reports where id = ${reportId}`);
    if (known.length === 0) throw notFound("report");
    const rows =
      await tx.execute<DeskMessage>(sql`select m.id, m.direction, m.channel, p.name as "authorName", m.marking, m.body, m.file_ids as "fileIds",
        m.from_address as "fromAddress", to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        m.direction = 'to_reporter' and coalesce(r.reporter_seen_at >= m.at, false) as "isRead",
        case when o.id is not null then jsonb_build_object('id', o.id, 'state', o.state, 'lastError', o.last_error) end as mail
      from messages m join reports r on r.id = m.report_id left join people p on p.id = m.author_id
        left join outgoing_mails o on o.cause = 'message:' || m.id
      where m.report_id = ${reportId} order by m.at, m.id`);
    return [...rows];
  });
}
