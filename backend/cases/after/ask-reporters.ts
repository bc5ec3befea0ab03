// The one question to each who reported, put when their case is closed: whether what was done helped. It is read and answered with the receipt.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { AnswerQuestion } from "./model.ts";

/** Puts the question for every report of the case that was not asked yet. The case is locked; returns how many were asked. */
export async function askReporters(tx: Tx, ctx: Context, caseId: string): Promise<number> {
  const rows = await tx.execute(sql`insert into case_questions (id, case_id, report_id, asked_at)
    select gen_random_uuid(), c.case_id, c.report_id, ${ctx.now().toISOString()}::timestamptz from case_reports c where c.case_id = ${caseId}
    on conflict (report_id) do nothing returning 1`);
  return rows.length;
}

export interface OwnQuestion {
  askedAt: string;
  answer: "yes" | "partly" | "no" | null;
}

/** The question about the reporter's own report, if it was put. */
export async function readOwnQuestion(ctx: Context): Promise<OwnQuestion | undefined> {
  if (ctx.actor.kind !== "reporter") return undefined;
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<OwnQuestion & Record<string, unknown>>(
        sql`select ${iso(sql`asked_at`)} as "askedAt", answer from case_questions`,
      ),
  );
  return row;
}

/** By the reporter, once. @throws not_found when nothing was asked; conflict when it was answered. */
export async function answerQuestion(ctx: Context, input: AnswerQuestion): Promise<void> {
  requirePermission(ctx, "report.submit");
  const { answer, words } = AnswerQuestion.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ id: string; reportId: string; isAnswered: boolean }>(
      sql`select id, report_id as "reportId", answered_at is not null as "isAnswered" from case_questions for update`,
    );
    if (!row) throw notFound("question");
    if (row.isAnswered)
      throw new AppError("conflict", "You answered this already. Thank you.", { words: "refusals.answered" });
    await tx.execute(
      sql`update case_questions set answer = ${answer}, words = ${words}, answered_at = ${ctx.now().toISOString()} where id = ${row.id}`,
    );
    await writeAudit(tx, ctx, {
      action: "report.answer_question",
      objectType: "report",
      objectId: row.reportId,
      detail: { answer },
    });
  });
}
