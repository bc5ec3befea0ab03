// A delivery report came back: the mail of ours that it is about is marked, so that the desk knows that nobody read it.
import { sql } from "drizzle-orm";
import type { ReadMail } from "../intake/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { noteContactBounce } from "../registry/index.ts";

export interface Bounced {
  reportId: string | undefined;
  conversation: { conversationId: string; caseId: string } | undefined;
}

/** @returns what the mail was about, when it was one of ours. A delay ("4.x.x", "delayed") changes nothing. */
export async function recordBounce(tx: Tx, ctx: Context, bounce: ReadMail): Promise<Bounced | undefined> {
  // The original's id stands in its returned header, and in the bounce's own References.
  const ids = [...bounce.answers, ...bounce.innerMessageIds];
  if (ids.length === 0) return undefined;
  const [mail] = await tx.execute<{
    id: string;
    report_id: string | null;
    to_address: string;
    is_routed: boolean;
    case_id: string | null;
    conversation_id: string | null;
  }>(
    sql`select o.id, o.report_id, o.to_address, o.is_routed, o.case_id, m.conversation_id from outgoing_mails o
      left join conversation_messages m on m.id = o.conversation_message_id where o.message_id = any(${sql.param(ids)}::text[]) limit 1`,
  );
  if (!mail) return undefined;
  const isFinal = /^action:\s*failed\b/im.test(bounce.deliveryStatus) || /^status:\s*5\./im.test(bounce.deliveryStatus);
  if (isFinal) {
    // What the other server says may repeat an address that was given in confidence.
    const said = mail.is_routed
      ? "the mail came back"
      : (/^diagnostic-code:\s*(.+)$/im.exec(bounce.deliveryStatus)?.[1] ?? "the mail came back");
    await tx.execute(
      sql`update outgoing_mails set state = 'failed', last_error = ${`came back: ${said}`.slice(0, 500)} where id = ${mail.id}`,
    );
    // A contact of the register whose mail comes back counts as one that nobody reaches.
    if (!mail.is_routed) await noteContactBounce(tx, ctx, mail.to_address, said);
    await writeAudit(tx, ctx, { action: "mail.bounced", objectType: "mail", objectId: mail.id });
  }
  return {
    reportId: mail.report_id ?? undefined,
    conversation:
      mail.case_id === null || mail.conversation_id === null
        ? undefined
        : { conversationId: mail.conversation_id, caseId: mail.case_id },
  };
}
