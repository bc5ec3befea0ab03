// Mails a published vulnerability to those who read advisories by mail, some at a time, each once for each edition, with the one-click way out (RFC 8058).
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { type AdvisoryLanguage, textIn } from "../advisories/model.ts";
import { keepExtras } from "../mail-extras.ts";
import { spokenTo } from "../find-reachable.ts";
import { queueMail } from "../outbox.ts";
import { mailEditionJob } from "./publish-edition.ts";
import { EditionContent } from "./views/model.ts";

const Payload = z.object({ editionId: z.string().refine(isId) });
const mailsAStep = 100;

export async function mailEdition(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { editionId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const [published] = await tx.execute<{
      caseId: string;
      number: string;
      edition: number;
      content: unknown;
      after: string | null;
      at: string;
    }>(sql`
      select case_id as "caseId", number, edition, content, mails_after as after, published_at as at from disclosure_editions
      where id = ${editionId} and state = 'published' and is_mailing for update`);
    if (!published) return;
    const { texts } = EditionContent.parse(published.content);
    const due = await tx.execute<{
      id: string;
      email: string;
      language: AdvisoryLanguage;
      speaks: string | null;
    }>(sql`
      select id, email, language, speaks from advisory_subscribers where state = 'confirmed' and confirmed_at <= ${published.at}::timestamptz
        and ${published.after === null ? sql`true` : sql`id > ${published.after}`} order by id limit ${mailsAStep}`);
    for (const { id, email, language, speaks } of due) {
      const found = textIn(texts, language);
      if (!found) continue;
      const spoken = spokenTo({ language, speaks });
      const words = wordsIn(spoken);
      const values = {
        number: published.number,
        title: found.text.title,
        url: `${ctx.config.publicUrl}/advisories/${published.number}?lang=${spoken}`,
      };
      try {
        const mailId = await queueMail(tx, ctx, {
          cause: `disclosure:${editionId}:${id}`,
          kind: "notice",
          reportId: null,
          to: email,
          language,
          subject: words(`advisories.mail.subject_${published.edition === 1 ? "published" : "revised"}`, values),
          body: [
            found.text.title,
            found.text.summary,
            words("advisories.mail.read", values),
            `-- \n${words("mail.signature")}`,
            words("advisories.mail.leave", { url: `{unsubscribe-link:${id}}` }),
            "",
          ].join("\n\n"),
        });
        if (mailId !== undefined)
          await keepExtras(tx, mailId, {
            headers: {
              "List-Unsubscribe": `<{unsubscribe-link:${id}}>`,
              "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
          });
      } catch (error) {
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
        ctx.log.warn({ subscriberId: id }, "an address has had very many mails today; this one is left out");
      }
    }
    const hasMore = due.length === mailsAStep;
    await tx.execute(
      sql`update disclosure_editions set mails_after = ${due.at(-1)?.id ?? published.after}, is_mailing = ${hasMore} where id = ${editionId}`,
    );
    if (hasMore) await addJob(tx, mailEditionJob, { editionId }, { key: `${mailEditionJob}:${editionId}` });
    await writeAudit(tx, ctx, {
      action: "disclosure.mails",
      objectType: "case",
      objectId: published.caseId,
      detail: { editionId, mails: due.length },
    });
  });
}
