// Mails an edition to its subscribers, some at a time: each once for each edition, with the headers by which a mail program leaves the list with one click (RFC 8058).
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
import { keepExtras } from "../mail-extras.ts";
import { spokenTo } from "../find-reachable.ts";
import { queueMail } from "../outbox.ts";
import { type AdvisoryLanguage, type AdvisoryTexts, textIn } from "./model.ts";
import { mailAdvisoryJob } from "./publish-advisory.ts";

const Payload = z.object({ advisoryId: z.string().refine(isId), edition: z.number().int() });
const mailsAStep = 100;

export async function mailAdvisory(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { advisoryId, edition } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const [published] = await tx.execute<{
      number: string;
      kind: string;
      texts: AdvisoryTexts;
      after: string | null;
      at: string;
    }>(sql`
      select number, kind, texts, mails_after as after, published_at as at from advisory_editions
      where advisory_id = ${advisoryId} and edition = ${edition} and is_mailing for update`);
    if (!published) return;
    const due = await tx.execute<{
      id: string;
      email: string;
      language: AdvisoryLanguage;
      speaks: string | null;
    }>(sql`
      select id, email, language, speaks from advisory_subscribers where state = 'confirmed' and confirmed_at <= ${published.at}::timestamptz
        and ${published.after === null ? sql`true` : sql`id > ${published.after}`} order by id limit ${mailsAStep}`);
    for (const { id, email, language, speaks } of due) {
      const found = textIn(published.texts, language);
      if (!found) continue;
      const spoken = spokenTo({ language, speaks });
      const words = wordsIn(spoken);
      const { title, summary } = found.text;
      const values = {
        number: published.number,
        title,
        url: `${ctx.config.publicUrl}/advisories/${published.number}?lang=${spoken}`,
      };
      try {
        const mailId = await queueMail(tx, ctx, {
          cause: `advisory:${advisoryId}:${edition}:${id}`,
          kind: "notice",
          reportId: null,
          to: email,
          language,
          subject: words(`advisories.mail.subject_${published.kind}`, values),
          body: [
            title,
            summary,
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
        ctx.log.warn({ subscriberId: id }, "an address has had very many mails today; this advisory is left out");
      }
    }
    const last = due.at(-1);
    await tx.execute(sql`update advisory_editions set mails_after = ${last?.id ?? published.after}, is_mailing = ${due.length === mailsAStep}
      where advisory_id = ${advisoryId} and edition = ${edition}`);
    if (due.length === mailsAStep)
      await addJob(tx, mailAdvisoryJob, { advisoryId, edition }, { key: `advisory:${advisoryId}:${edition}` });
    await writeAudit(tx, ctx, {
      action: "advisory.mails",
      objectType: "advisory",
      objectId: advisoryId,
      detail: { edition, mails: due.length },
    });
  });
}

/** Takes up what a crash left. */
export async function resumeAdvisories(ctx: Context): Promise<void> {
  requirePermission(ctx, "advisory.write");
  await withTransaction(ctx, async (tx) => {
    const open = await tx.execute<{ id: string; edition: number }>(
      sql`select advisory_id as id, edition from advisory_editions where is_mailing`,
    );
    for (const { id, edition } of open) {
      await addJob(tx, mailAdvisoryJob, { advisoryId: id, edition }, { key: `advisory:${id}:${edition}` });
      await writeAudit(tx, ctx, {
        action: "advisory.take_up",
        objectType: "advisory",
        objectId: id,
        detail: { edition },
      });
    }
  });
}
