// Takes a mail that the listener stored: once this has committed, the sender is told 250 and the mail is ours. A job reads it.
import { isIP } from "node:net";
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { listenForMail, type MailListener, type TakenMail } from "../intake/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context, Services } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { addJob } from "../platform/jobs/index.ts";

export const sortMailJob = "coordination.sort_mail";

/** The idempotency key under which a mail becomes a report. */
export function mailKeyOf(incomingId: string): string {
  return `mail:${incomingId}`;
}

/** The SMTP listener of the installation, on SMTP_HOST:SMTP_PORT. @throws when the port cannot be had. */
export async function startSmtpServer(services: Services): Promise<MailListener> {
  return await listenForMail(services, takeMail);
}

export async function takeMail(ctx: Context, mail: TakenMail): Promise<void> {
  requirePermission(ctx, "report.submit");
  const id = newId(ctx.now());
  const at = ctx.now().toISOString();
  const { object } = mail;
  // Kept only while it is of use, and only where the operator wants SPF asked.
  const asksSpf = ctx.config.mailChecks === "all" && isIP(mail.connectingAddress) !== 0;
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into objects (id, sha256, size, media_type, created_at)
      values (${object.id}, ${object.sha256}, ${object.size}, 'message/rfc822', ${at}::timestamptz)`);
    await tx.execute(sql`insert into incoming_mails (id, object_id, envelope_from, to_addresses, received_at, connecting_address, helo)
      values (${id}, ${object.id}, ${mail.envelopeFrom}, ${sql.param(mail.recipients)}::text[], ${at}::timestamptz, ${asksSpf ? mail.connectingAddress : null}::inet, ${asksSpf ? mail.helo : null})`);
    await writeAudit(tx, ctx, { action: "mail.take", objectType: "incoming_mail", objectId: id });
    await addJob(tx, sortMailJob, { incomingId: id }, { key: `incoming:${id}` });
  });
}
