// What a mail brings besides its text: one table of rows, and headers that are filled in while it leaves.
import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";

export interface MailExtras {
  headers: Record<string, string>;
  attachmentName: string | null;
  attachment: string | null;
}

/** In the transaction that queued the mail. */
export async function keepExtras(
  tx: Tx,
  mailId: string,
  extras: { attachment?: { name: string; text: string }; headers?: Record<string, string> },
): Promise<void> {
  await tx.execute(sql`insert into outgoing_mail_extras (mail_id, headers, attachment_name, attachment)
    values (${mailId}, ${JSON.stringify(extras.headers ?? {})}::jsonb, ${extras.attachment?.name ?? null}, ${extras.attachment?.text ?? null})
    on conflict (mail_id) do nothing`);
}

export async function loadExtras(tx: Tx, mailId: string): Promise<MailExtras | undefined> {
  const [extras] = await tx.execute<MailExtras & Record<string, unknown>>(
    sql`select headers, attachment_name as "attachmentName", attachment from outgoing_mail_extras where mail_id = ${mailId}`,
  );
  return extras;
}
