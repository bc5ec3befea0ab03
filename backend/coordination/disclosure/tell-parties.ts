// Tells the vendors of a case that something waits for them: a mail that names neither the product, the flaw nor another party, and leads to their link.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";
import { partyLinkPlaceOf } from "./party/party-link.ts";

export type ToldAbout = "invited" | "news" | "embargo" | "early" | "published" | "revised";

/**
 * In the transaction of its cause. The mail's words are the same whatever the case is about; what happened stands behind the link.
 * @param told.cause what makes the mails of this once-only: an id of what happened.
 * @returns how many mails were queued; parties without an address read in their own room.
 */
export async function tellParties(
  tx: Tx,
  ctx: Context,
  caseId: string,
  told: { about: ToldAbout; cause: string; only?: string },
): Promise<number> {
  const parties = await tx.execute<{ id: string; email: string; language: WordsLanguage; handle: string }>(sql`
    select p.id, c.email, c.language, d.handle from disclosure_parties p join correspondents c on c.id = p.correspondent_id join disclosures d on d.case_id = p.case_id
    where p.case_id = ${caseId} and p.left_at is null and p.invited_at is not null and c.email is not null
      and ${told.only === undefined ? sql`true` : sql`p.id = ${told.only}`} order by p.id`);
  let queued = 0;
  for (const { id, email, language, handle } of parties) {
    const words = wordsIn(language);
    try {
      const mailId = await queueMail(tx, ctx, {
        cause: `disclosure:${told.about}:${told.cause}:${id}`,
        kind: "notice",
        reportId: null,
        about: { of: "cases", id: caseId },
        to: email,
        language,
        subject: words(`disclosure.mail.subject_${told.about}`, { handle }),
        body: `${words(`disclosure.mail.body_${told.about}`, { link: partyLinkPlaceOf(id) })}\n\n${words("mail.signature")}\n`,
      });
      if (mailId !== undefined) queued++;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ partyId: id }, "a vendor has had very many mails today; this word stands behind its link only");
    }
  }
  return queued;
}
