// Which conversation a mail belongs to: by the address it went to, the Message-IDs it names, our mark or the other party's reference in its subject.
import { sql } from "drizzle-orm";
import { type Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { numberInAddresses } from "./conversation-address.ts";
import { isSameHouse, numberInSubject } from "./model.ts";

export interface FoundConversation {
  conversationId: string;
  caseId: string;
  /** The mail's sender is who the conversation is with. */
  isParty: boolean;
}

interface Candidate extends Record<string, unknown> {
  id: string;
  caseId: string;
  email: string | null;
  rank: number;
}

/**
 * A token in the address and our own Message-IDs cannot be made up: whoever answers belongs to it. A mark in the subject, and the id
 * of a mail of theirs, can be known to others: they count only from the party's own address or house, as does the other party's reference.
 */
export async function findConversation(
  ctx: Context,
  mail: { recipients: readonly string[]; answers: readonly string[]; subject: string; sender: string },
): Promise<FoundConversation | undefined> {
  const inAddress = numberInAddresses(ctx, mail.recipients) ?? null;
  const inSubject = numberInSubject(mail.subject) ?? null;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Candidate>(sql`select known.id, c.case_id as "caseId", p.email, min(known.rank) as rank from (
          select id, 1 as rank from conversations where number = ${inAddress}
          union all
          select m.conversation_id, 2 from outgoing_mails o join conversation_messages m on m.id = o.conversation_message_id
            where o.message_id = any(${sql.param([...mail.answers])}::text[])
          union all
          select m.conversation_id, 3 from incoming_mails i join conversation_messages m on m.incoming_id = i.id
            where i.message_id = any(${sql.param([...mail.answers])}::text[])
          union all
          select id, 3 from conversations where number = ${inSubject}
          union all
          select id, 4 from conversations where their_reference is not null and length(their_reference) >= 3 and closed_at is null
            and position(lower(their_reference) in lower(${mail.subject})) > 0
        ) known join conversations c on c.id = known.id join correspondents p on p.id = c.correspondent_id
        group by known.id, c.case_id, p.email order by min(known.rank), known.id desc limit 20`),
  );
  for (const row of rows) {
    const isParty = row.email !== null && row.email.toLowerCase() === mail.sender.toLowerCase();
    if (row.rank <= 2 || isParty || (row.email !== null && isSameHouse(row.email, mail.sender)))
      return { conversationId: row.id, caseId: row.caseId, isParty };
  }
  return undefined;
}
