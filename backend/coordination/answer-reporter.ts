// The desk answers a reporter: by receipt always, by mail as well where the reporter chose it and the marking lets it.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../identity/index.ts";
import { setReportStatus } from "../intake/index.ts";
import { markings } from "../intake/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { isId, newId } from "../platform/ids/index.ts";
import { fromZod } from "../platform/http/index.ts";
import { wordsIn } from "../platform/words/index.ts";
import { composeAnswer, composeAnswerWaits, composeRoutedNotice } from "./compose-mail.ts";
import { findReachable } from "./find-reachable.ts";
import { queueMail } from "./outbox.ts";
import { decideWay, markingOfAnswer } from "./rules.ts";

export const AnswerReporter = z.strictObject({
  reportId: z.string().refine(isId, "Expected the id of a report."),
  body: z
    .string({ error: "Expected a text." })
    .transform((text) => text.replaceAll("\0", "").toWellFormed().trim())
    .pipe(z.string().min(1, "Expected a text.").max(20_000, "Expected at most 20,000 characters.")),
  /** TLP of this answer; absent, its report's. Above green its text stays inside and a mail says only that it waits. */
  marking: z.enum(markings).optional(),
  /** The report then waits for the reporter. */
  expectsAnswer: z.boolean().optional(),
});
export type AnswerReporter = z.infer<typeof AnswerReporter>;

export interface Answered {
  messageId: string;
  /** How the reporter hears of it: the whole by mail, a word by mail that an answer waits, or the receipt alone. */
  sentBy: "mail" | "mail_notice" | "receipt";
  mailId: string | undefined;
}

/** @throws AppError invalid_input by field, not_found, too_many_requests when the address has had its mails of the day. */
export async function answerReporter(ctx: Context, input: AnswerReporter): Promise<Answered> {
  requirePermission(ctx, "report.answer");
  const parsed = AnswerReporter.safeParse(input);
  if (!parsed.success) throw fromZod(parsed.error);
  const { reportId, body, marking: wished, expectsAnswer } = parsed.data;
  return await withTransaction(ctx, async (tx) => {
    const report = await findReachable(tx, reportId);
    if (!report) throw notFound("report");
    const marking = markingOfAnswer(wished, report.marking);
    const way = decideWay(report, marking);
    const messageId = newId(ctx.now());
    const author = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    await tx.execute(sql`insert into messages (id, report_id, direction, channel, author_id, marking, body, at)
      values (${messageId}, ${reportId}, 'to_reporter', ${way.way === "mail" ? "mail" : "receipt"}, ${author}, ${marking}, ${body}, ${ctx.now().toISOString()}::timestamptz)`);
    const words = wordsIn(report.language);
    const carriesText = way.way === "mail" && way.carriesText;
    const compose = way.way === "routed_mail" ? composeRoutedNotice : composeAnswerWaits;
    const mailId =
      way.way === "receipt"
        ? undefined
        : await queueMail(tx, ctx, {
            cause: `message:${messageId}`,
            kind: carriesText ? "answer" : "answer_waits",
            reportId,
            to: way.way === "mail" ? way.to : null,
            language: report.language,
            ...(carriesText
              ? composeAnswer(words, { reference: report.reference, body })
              : compose(words, {
                  reference: report.reference,
                  receiptUrl: `${ctx.config.publicUrl}/`,
                  isQuestion: expectsAnswer ?? false,
                })),
          });
    if (expectsAnswer && report.status !== "closed" && report.status !== "rejected")
      await setReportStatus(tx, reportId, "waiting_for_reporter");
    const sentBy = way.way === "receipt" ? "receipt" : carriesText ? "mail" : "mail_notice";
    await writeAudit(tx, ctx, {
      action: "report.answer",
      objectType: "report",
      objectId: reportId,
      detail: { messageId, sentBy, marking, expectsAnswer: expectsAnswer ?? false },
    });
    return { messageId, sentBy, mailId };
  });
}
