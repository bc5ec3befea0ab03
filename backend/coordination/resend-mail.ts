// The desk sends a mail again that failed or was kept: the same mail, under its own Message-ID.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError, notFound } from "../platform/errors/index.ts";
import { addJob } from "../platform/jobs/index.ts";
import { sendMailJob } from "./outbox.ts";

/** @throws AppError not_found; conflict when it is on its way or was sent. */
export async function resendMail(ctx: Context, mailId: string): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [mail] = await tx.execute<{ state: string }>(
      sql`select state from outgoing_mails where id = ${mailId} for update`,
    );
    if (!mail) throw notFound("mail");
    if (mail.state === "queued" || mail.state === "sent")
      throw new AppError("conflict", "This mail is on its way or was sent.", { words: "refusals.mail_gone" });
    await tx.execute(sql`update outgoing_mails set state = 'queued', last_error = null where id = ${mailId}`);
    await addJob(tx, sendMailJob, { mailId }, { key: `mail:${mailId}` });
    await writeAudit(tx, ctx, { action: "mail.resend", objectType: "mail", objectId: mailId });
  });
}
