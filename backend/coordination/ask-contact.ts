// Mails the yearly question to a contact of the register: a link, and nothing of the register but the name of the constituent.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, wordsLanguages } from "../platform/words/index.ts";
import { readTestMail } from "../registry/index.ts";
import { queueMail } from "./outbox.ts";

/** One mail an event, however often its job is tried; none once the contact has answered. */
export async function mailContactTest(
  ctx: Context,
  { testId, token, reminder, eventId }: { testId: string; token: string; reminder: number; eventId: string },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const test = await readTestMail(tx, testId);
    if (!test) return;
    const language = wordsLanguages.find((known) => known === test.language) ?? "fr";
    const words = wordsIn(language);
    const values = {
      constituent: test.constituent,
      url: `${ctx.config.publicUrl}/contact/${token}`,
      until: test.expiresAt,
    };
    try {
      const mailId = await queueMail(tx, ctx, {
        cause: `contact-test:${eventId}`,
        kind: "notice",
        reportId: null,
        to: test.email,
        language,
        subject: words(reminder === 0 ? "quality.mail.subject" : "quality.mail.reminder", values),
        body: `${[words("quality.mail.body", values), words("quality.mail.link", values), words("quality.mail.not_you"), words("mail.signature")].join("\n\n")}\n`,
      });
      await writeAudit(tx, ctx, {
        action: "contact.mail",
        objectType: "contact_test",
        objectId: testId,
        detail: { reminder, mailId },
      });
    } catch (error) {
      // One address may stand at many constituents: the rest of them are asked by the reminder.
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ testId }, "an address has had very many mails today; this question waits for its reminder");
    }
  });
}
