// Tells a person by mail that the own account changed, so that nobody gains access to it unnoticed.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../platform/words/index.ts";
import { composeIdentityNotice, type IdentityChange } from "./compose-mail.ts";
import { queueMail } from "./outbox.ts";

/** One mail an event, however often its job is tried. */
export async function notifyPerson(
  ctx: Context,
  { personId, change, eventId }: { personId: string; change: IdentityChange; eventId: string },
): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [person] = await tx.execute<{ email: string; language: string }>(
      sql`select email, language from people where id = ${personId}`,
    );
    if (!person) return;
    const language = knownLanguage(person.language);
    try {
      const mailId = await queueMail(tx, ctx, {
        cause: `identity:${eventId}`,
        kind: "notice",
        reportId: null,
        to: person.email,
        language,
        ...composeIdentityNotice(wordsIn(language), change),
      });
      await writeAudit(tx, ctx, {
        action: "person.notify",
        objectType: "person",
        objectId: personId,
        detail: { change, mailId },
      });
    } catch (error) {
      // Twenty in a day have told it already.
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn({ personId, change }, "a person has had very many notices today; none was sent");
    }
  });
}
