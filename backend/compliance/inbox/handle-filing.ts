// An officer reads a filing, acknowledges it, asks about it, closes it; the entity answers.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { loadVocabulary } from "../law/index.ts";
import { askerOf, dayOf, iso, nextNumber } from "../offices/store.ts";
import { AnswerQuestion, type InboxPage, InboxQuery, type InboxRow, InboxStep, type QuestionView } from "./model.ts";
import { loadInbox, loadPart, loadQuestions, type PartRow } from "./store.ts";

export async function listInbox(ctx: Context, query: InboxQuery): Promise<InboxRow[]> {
  requirePermission(ctx, "authority.read");
  const wanted = InboxQuery.parse(query);
  const { organisationId } = askerOf(ctx);
  return await readOnly(ctx, async (tx) => await loadInbox(tx, organisationId, wanted));
}

export async function readFiling(ctx: Context, partId: string): Promise<InboxPage> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  const names = loadVocabulary("fields");
  return await readOnly(ctx, async (tx) => {
    const { organisationId: _own, filingId, fields, ...row } = await loadPart(tx, organisationId, partId);
    return {
      ...row,
      fields: fields.map(({ id, value }) => ({ id, name: names.get(id)?.names ?? { en: id }, value })),
      questions: await loadQuestions(tx, partId),
      others: await tx.execute<
        InboxPage["others"][number] & Record<string, unknown>
      >(sql`select id, receipt_number as "receiptNumber", stage, ${iso(sql`submitted_at`)} as "submittedAt", lateness
        from filing_parts where filing_id = ${filingId} and organisation_id = ${organisationId} and id <> ${partId} order by submitted_at`),
    };
  });
}

/** @throws AppError conflict for what is acknowledged or closed already; not_found for another authority's filing. */
export async function takeInboxStep(
  ctx: Context,
  partId: string,
  input: unknown,
): Promise<{ reference: string | null }> {
  requirePermission(ctx, "authority.work");
  const step = InboxStep.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`filing:${partId}`}, 0))`);
    const part = await loadPart(tx, organisationId, partId);
    if (part.state === "closed")
      throw new AppError("conflict", "This filing is closed.", { words: "inspections.refusal.filing_closed" });
    const reference = await carryOut(tx, ctx, part, step, personId);
    await writeAudit(tx, ctx, {
      action: `filing.${step.kind}`,
      objectType: "filing_part",
      objectId: partId,
      detail: { reference },
    });
    if (part.entityId !== null) await publish(tx, { type: "office.notified", subject: "filing", subjectId: partId });
    return { reference };
  });
}

async function carryOut(
  tx: Tx,
  ctx: Context,
  part: PartRow,
  step: InboxStep,
  personId: string,
): Promise<string | null> {
  const now = ctx.now().toISOString();
  switch (step.kind) {
    case "acknowledge": {
      if (part.state !== "new")
        throw new AppError("conflict", "This filing is acknowledged already.", {
          words: "inspections.refusal.acknowledged",
        });
      const year = Number(dayOf(ctx).slice(0, 4));
      const reference = `FIL-${year}-${String(await nextNumber(tx, part.organisationId, "filing", year)).padStart(4, "0")}`;
      await tx.execute(sql`insert into filing_handlings (part_id, organisation_id, constituent_id, reference, receipt, acknowledged_by, acknowledged_at)
        values (${part.id}, ${part.organisationId}, ${part.entityId}, ${reference}, ${step.receipt === "" ? reference : step.receipt}, ${personId}, ${now}::timestamptz)`);
      return reference;
    }
    case "ask":
      if (step.answerBy !== undefined && step.answerBy <= dayOf(ctx))
        throw invalidInput([{ path: "answerBy", message: "Expected a day that is still ahead." }]);
      if (part.entityId === null)
        throw new AppError(
          "refused",
          "The entity is not known in the register yet: write to the contact that the filing names.",
          { words: "inspections.refusal.no_entity" },
        );
      await tx.execute(sql`insert into filing_questions (id, part_id, organisation_id, constituent_id, question, answer_by, asked_by, asked_at)
        values (${newId(ctx.now())}, ${part.id}, ${part.organisationId}, ${part.entityId}, ${step.question}, ${step.answerBy ?? null}, ${personId}, ${now}::timestamptz)`);
      return part.reference;
    case "close":
      if (part.state === "new")
        throw new AppError("refused", "Acknowledge the filing first.", {
          words: "inspections.refusal.acknowledge_first",
        });
      await tx.execute(sql`update filing_handlings set decision = ${step.decision}, outcome = ${step.outcome}, closed_by = ${personId}, closed_at = ${now}::timestamptz,
        version = version + 1 where part_id = ${part.id}`);
      return part.reference;
  }
}

export interface OwnQuestion extends QuestionView {
  partId: string;
  authority: string;
  receiptNumber: string;
}

/** What authorities asked the entity about its filings, and what they acknowledged. */
export async function listOwnQuestions(ctx: Context): Promise<{
  questions: OwnQuestion[];
  handled: {
    receiptNumber: string;
    authority: string;
    reference: string;
    receipt: string;
    acknowledgedAt: string;
    outcome: string | null;
    decision: string | null;
  }[];
}> {
  requirePermission(ctx, "shared.read");
  return await readOnly(ctx, async (tx) => ({
    questions: await tx.execute<
      OwnQuestion & Record<string, unknown>
    >(sql`select q.id, q.part_id as "partId", o.name as authority, f.receipt_number as "receiptNumber", q.question,
        q.answer_by::text as "answerBy", ${iso(sql`q.asked_at`)} as "askedAt", q.answer, ${iso(sql`q.answered_at`)} as "answeredAt"
      from filing_questions q join organisations o on o.id = q.organisation_id join filing_parts f on f.id = q.part_id order by q.answer is not null, q.asked_at desc limit 500`),
    handled: await tx.execute<{
      receiptNumber: string;
      authority: string;
      reference: string;
      receipt: string;
      acknowledgedAt: string;
      outcome: string | null;
      decision: string | null;
    }>(sql`
      select f.receipt_number as "receiptNumber", o.name as authority, h.reference, h.receipt, ${iso(sql`h.acknowledged_at`)} as "acknowledgedAt", h.outcome, h.decision
      from filing_handlings h join organisations o on o.id = h.organisation_id join filing_parts f on f.id = h.part_id order by h.acknowledged_at desc limit 500`),
  }));
}

/** @throws AppError not_found; conflict when it was answered already. */
export async function answerQuestion(ctx: Context, questionId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.answer");
  const { text } = AnswerQuestion.parse(input);
  const { personId } = askerOf(ctx);
  await withTransaction(ctx, async (tx) => {
    const [known] = await tx.execute<{ answer: string | null; part_id: string }>(
      sql`select answer, part_id from filing_questions where id = ${questionId} for update`,
    );
    if (!known) throw notFound("question");
    if (known.answer !== null)
      throw new AppError("conflict", "This question was answered already.", { words: "inspections.refusal.answered" });
    await tx.execute(
      sql`update filing_questions set answer = ${text}, answered_by = ${personId}, answered_at = ${ctx.now().toISOString()}::timestamptz where id = ${questionId}`,
    );
    await writeAudit(tx, ctx, {
      action: "filing.answer",
      objectType: "filing_part",
      objectId: known.part_id,
      detail: { questionId },
    });
  });
}
