// Gives a mail of a notification its protection while it is sent: signed, or encrypted; where no compared key is good any more, its content stays here and a link goes.
import { sql } from "drizzle-orm";
import type { SendMailOptions } from "nodemailer";
import { requirePermission } from "../../identity/index.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { findContactKey } from "../openpgp/find-keys.ts";
import { encryptMessage, signMessage } from "../openpgp/protect-message.ts";
import { openSigningKey } from "../openpgp/team-keys.ts";
import { composeRunWord, outerRunSubject } from "./compose-run.ts";
import { decideRunWay, isAboveGreen, type NotifyLanguage, type RunWay } from "./model.ts";
import { makeRunLink } from "./notify-code.ts";
import { fillNotifyLinks, linkPlace } from "./notify-link.ts";
import { roomAddress } from "./send-run.ts";

interface Queued extends Record<string, unknown> {
  protection: RunWay;
  recipientId: string;
  contactId: string | null;
  runId: string;
  reference: string;
  marking: Marking;
  language: NotifyLanguage;
  expiresAt: string | null;
  isExercise: boolean;
}

/** Other mails pass as they are. What is to be encrypted never leaves in clear: without a key there is a link, or an error. */
export async function protectRunMail(ctx: Context, mailId: string, message: SendMailOptions): Promise<SendMailOptions> {
  const found = await readOnly(ctx, async (tx) => {
    const [queued] = await tx.execute<Queued>(sql`
      select o.protection, r.id as "recipientId", r.contact_id as "contactId", n.id as "runId", n.reference, n.marking, o.language,
        ${iso(sql`r.expires_at`)} as "expiresAt", n.is_exercise as "isExercise"
      from outgoing_mails o join notification_recipients r on r.id = o.notification_recipient_id join notification_runs n on n.id = r.run_id where o.id = ${mailId}`);
    if (!queued) return undefined;
    const isEncrypted = queued.protection === "encrypted" && queued.contactId !== null;
    const key = isEncrypted ? await findContactKey(tx, queued.contactId ?? "", ctx.now()) : undefined;
    return { queued, key };
  });
  if (!found) return message;
  const { queued, key } = found;
  const signing = await openSigningKey(ctx);
  if (queued.protection === "encrypted" && key && decideRunWay(queued.marking, true) === "encrypted")
    return await encryptMessage(ctx, message, {
      armoredKey: key.armored,
      signWith: signing,
      outerSubject: outerRunSubject(queued.reference, queued.language),
    });
  const isClosed = queued.protection !== "link" && isAboveGreen(queued.marking);
  const plain = isClosed ? await degrade(ctx, mailId, queued, message) : message;
  return signing ? await signMessage(ctx, plain, signing) : plain;
}

/** The key has ended since the mail was written. */
async function degrade(
  ctx: Context,
  mailId: string,
  queued: Queued,
  message: SendMailOptions,
): Promise<SendMailOptions> {
  requirePermission(ctx, "notification.write");
  const { recipientId: id, runId, reference, language, expiresAt, isExercise } = queued;
  const until = (expiresAt ?? "").slice(0, 10);
  const text = composeRunWord(reference, { language, until, link: linkPlace(id), room: roomAddress(ctx) });
  await withTransaction(ctx, async (tx) => {
    await makeRunLink(tx, ctx, { id: runId, isExercise }, { id, expiresAt });
    await tx.execute(sql`delete from outgoing_mail_extras where mail_id = ${mailId}`);
    await tx.execute(
      sql`update outgoing_mails set protection = 'link', subject = ${text.subject}, body = ${text.body} where id = ${mailId}`,
    );
    await tx.execute(sql`update notification_recipients set protection = 'link' where id = ${id}`);
    await writeAudit(tx, ctx, {
      action: "notification.by_link",
      objectType: "notification",
      objectId: runId,
      detail: { recipientId: id, why: "no_key" },
    });
  });
  return { ...message, subject: text.subject, text: fillNotifyLinks(ctx, text.body), attachments: [] };
}
