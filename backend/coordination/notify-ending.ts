// Tells the contacts and administrators of an organisation by mail that the register says it has ended, or that this was taken back.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { PublishedEvent } from "../platform/jobs/index.ts";
import { wordsIn, wordsLanguages } from "../platform/words/index.ts";
import { readEndingMail } from "../registry/index.ts";
import { queueMail } from "./outbox.ts";

/** One mail an address and event, however often its job is tried. Why it ended stands at the desk, and in no mail. */
export async function notifyEnding(ctx: Context, event: PublishedEvent<"constituent.ended">): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const ending = await readEndingMail(tx, event.endingId);
    if (!ending) return;
    const what = event.isUndone ? "undone" : "ended";
    for (const { key, email, language: wanted } of ending.told) {
      const language = wordsLanguages.find((known) => known === wanted) ?? "fr";
      const words = wordsIn(language);
      const values = { name: ending.name, day: ending.endedOn, successor: ending.successor ?? "" };
      const lines = [
        words(`register.ending.mail.${what}`, values),
        ...(ending.successor === null || event.isUndone ? [] : [words("register.ending.mail.successor", values)]),
        words("register.ending.mail.wrong"),
        words("mail.signature"),
      ];
      try {
        await queueMail(tx, ctx, {
          cause: `ending:${event.eventId}:${key}`,
          kind: "notice",
          reportId: null,
          to: email,
          language,
          subject: words(`register.ending.mail.${what}_subject`, values),
          body: `${lines.join("\n\n")}\n`,
        });
      } catch (error) {
        // The day's share of one address is no reason to leave the others untold.
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
        ctx.log.warn(
          { endingId: event.endingId },
          "an address has had very many mails today; it is not told of an end",
        );
      }
    }
    await writeAudit(tx, ctx, {
      action: "constituent.notify_end",
      objectType: "constituent_ending",
      objectId: event.endingId,
      detail: { told: ending.told.length, isUndone: event.isUndone },
    });
  });
}
