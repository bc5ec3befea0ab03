// A reporter in confidence replied by mail: the words are taken, and everything that says from whom they came is let go.
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { StoredFile } from "../intake/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { addReporterMessage } from "./add-to-report.ts";
import type { MailKind } from "./rules.ts";

const placeholder =
  "This mail was about a report in confidence. What a person wrote stands with the report; the mail itself was not kept.\n";

/** Can be run again after a crash: the message is written once, and the raw mail goes at the end. */
export async function takeSealedReply(
  ctx: Context,
  incoming: { id: string; object_id: string; received_at: string },
  reply: { text: string; files: StoredFile[] },
  reportId: string,
): Promise<void> {
  requirePermission(ctx, "report.submit");
  const at = new Date(incoming.received_at);
  const write = async (files: StoredFile[]): Promise<unknown> =>
    await addReporterMessage(ctx, { reportId, messageId: incoming.id, at, text: reply.text, files, channel: "mail" });
  try {
    await write(reply.files).catch(async (error: unknown) => {
      if (error instanceof AppError && error.code === "too_large") return await write([]);
      throw error;
    });
  } catch (error) {
    // A report that takes nothing more: a new one would show who wrote.
    if (!(error instanceof AppError && (error.code === "refused" || error.code === "too_many_requests"))) throw error;
  }
  await forgetSender(ctx, incoming, "reply", reportId);
}

/** Of a mail about a report in confidence nothing stays but that it came: not who wrote it, not the raw message. */
export async function forgetSender(
  ctx: Context,
  incoming: { id: string; object_id: string },
  kind: MailKind,
  reportId: string,
): Promise<void> {
  requirePermission(ctx, "report.submit");
  const kept = await ctx.objects.put(Readable.from([Buffer.from(placeholder)]), 1000);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into objects (id, sha256, size, media_type, created_at)
      values (${kept.id}, ${kept.sha256}, ${kept.size}, 'text/plain', ${ctx.now().toISOString()}::timestamptz)`);
    await tx.execute(sql`update incoming_mails set kind = ${kind}, report_id = ${reportId}, object_id = ${kept.id}, message_id = null,
      envelope_from = '', from_address = '', subject = '', checks = null, connecting_address = null, helo = null where id = ${incoming.id}`);
    await tx.execute(sql`delete from objects where id = ${incoming.object_id}`);
    await writeAudit(tx, ctx, {
      action: "mail.forget_sender",
      objectType: "incoming_mail",
      objectId: incoming.id,
      detail: { reportId },
    });
  });
  await ctx.objects.remove(incoming.object_id);
}
