// Gives a composed mail to a party its protection while it is sent: signed, or encrypted; where no key is good any more, the content stays here and a link goes.
import { sql } from "drizzle-orm";
import type { SendMailOptions } from "nodemailer";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { fillSecureLinks, linkPlaceOf, makeLink } from "../links/make-link.ts";
import { findKeyOf } from "../openpgp/find-keys.ts";
import { encryptMessage, signMessage } from "../openpgp/protect-message.ts";
import { openSigningKey } from "../openpgp/team-keys.ts";
import { composeMessage, outerSubject } from "./compose-message.ts";

interface Queued extends Record<string, unknown> {
  protection: "signed" | "encrypted" | "link";
  message_id: string;
  case_id: string;
  correspondent_id: string;
  number: string;
  subject: string;
  their_reference: string | null;
  language: WordsLanguage;
}

/** Other mails pass as they are. What is to be encrypted never leaves in clear: without a key, or with a fault, there is a link or an error. */
export async function protectQueued(ctx: Context, mailId: string, message: SendMailOptions): Promise<SendMailOptions> {
  const [queued] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Queued>(sql`select o.protection, m.id as message_id, m.case_id, c.correspondent_id, c.number, c.subject, c.their_reference, o.language
        from outgoing_mails o join conversation_messages m on m.id = o.conversation_message_id join conversations c on c.id = m.conversation_id where o.id = ${mailId}`),
  );
  if (!queued) return message;
  const signing = await openSigningKey(ctx);
  if (queued.protection !== "encrypted") return signing ? await signMessage(ctx, message, signing) : message;
  const key = await readOnly(ctx, async (tx) => await findKeyOf(tx, queued.correspondent_id, ctx.now()));
  if (!key) {
    const plain = await degrade(ctx, mailId, queued, message);
    return signing ? await signMessage(ctx, plain, signing) : plain;
  }
  return await encryptMessage(ctx, message, {
    armoredKey: key.armored,
    signWith: signing,
    outerSubject: outerSubject(wordsIn(queued.language), queued.number, queued.their_reference),
  });
}

/** The key has ended since the message was released. */
async function degrade(
  ctx: Context,
  mailId: string,
  queued: Queued,
  message: SendMailOptions,
): Promise<SendMailOptions> {
  requirePermission(ctx, "report.answer");
  const text = composeMessage(wordsIn(queued.language), "link", {
    number: queued.number,
    subject: queued.subject,
    theirReference: queued.their_reference,
    body: "",
    linkPlace: linkPlaceOf(queued.message_id),
  });
  await withTransaction(ctx, async (tx) => {
    await makeLink(tx, ctx, { messageId: queued.message_id, caseId: queued.case_id });
    await tx.execute(
      sql`update outgoing_mails set protection = 'link', subject = ${text.subject}, body = ${text.body} where id = ${mailId}`,
    );
    await tx.execute(sql`update conversation_messages set protection = 'link' where id = ${queued.message_id}`);
    await writeAudit(tx, ctx, {
      action: "case.message_by_link",
      objectType: "case",
      objectId: queued.case_id,
      detail: { messageId: queued.message_id, why: "no_key" },
    });
  });
  // Files wait behind the link with the text.
  return { ...message, subject: text.subject, text: fillSecureLinks(ctx, text.body), attachments: [] };
}
