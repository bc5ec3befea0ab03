// The desk answers a focal point: a question with words; a proposal by taking its assessment over, or not.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { changeReport, personOf, reportForUpdate } from "../store.ts";
import { AnswerFocalEntry, type ProposedAssessment } from "./model.ts";

interface Entry extends Record<string, unknown> {
  reportId: string;
  kind: string;
  proposal: ProposedAssessment | null;
  outcome: string | null;
}

/** @throws forbidden, not_found; refused for a note, for one that was answered, and for an outcome that does not fit its kind. */
export async function answerFocalEntry(ctx: Context, input: AnswerFocalEntry): Promise<void> {
  requirePermission(ctx, "report.assess");
  const { entryId, outcome, answer } = AnswerFocalEntry.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [entry] = await tx.execute<Entry>(
      sql`select report_id as "reportId", kind, proposal, outcome from focal_entries where id = ${entryId} for update`,
    );
    if (!entry || entry.kind === "note") throw notFound("question or proposal");
    if (entry.outcome !== null)
      throw new AppError("conflict", "Somebody answered this already.", { words: "areas.refusal.answered" });
    if ((entry.kind === "question") !== (outcome === "answered"))
      throw new AppError("refused", "A question is answered; a proposal is accepted or refused.", {
        words: "refusals.wrong_answer_kind",
      });
    const at = ctx.now().toISOString();
    const { reportId, proposal } = entry;
    await tx.execute(sql`update focal_entries set answer = ${answer}, outcome = ${outcome}, answered_by = ${personOf(ctx)}, answered_at = ${at}::timestamptz
      where id = ${entryId}`);
    if (outcome === "accepted" && proposal) {
      await reportForUpdate(tx, reportId);
      // Whom it concerns stays as the last assessment said: a focal point judges what happened.
      await tx.execute(sql`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, constituents, changed_by, change_reason, at)
        select ${newId(ctx.now())}, ${reportId}, 'changed', ${proposal.rsitClass}, ${proposal.rsitType}, ${proposal.severity}, 1, '[]',
          coalesce((select a.constituents from assessments a where a.report_id = ${reportId} order by a.at desc, a.id desc limit 1), '[]'::jsonb),
          ${personOf(ctx)}, ${answer}, ${at}::timestamptz`);
      await changeReport(
        tx,
        reportId,
        sql`severity = ${proposal.severity}, rsit_class = ${proposal.rsitClass}, rsit_type = ${proposal.rsitType}`,
      );
    }
    const detail = { entryId, kind: entry.kind, outcome, ...(proposal ? { to: proposal } : {}) };
    await writeAudit(tx, ctx, { action: "report.answer_focal", objectType: "report", objectId: reportId, detail });
  });
}
