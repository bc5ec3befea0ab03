// Improvements that came of a review: each owned, due, and followed until somebody says what became of it; also after the case is closed.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addToTimeline, canWorkCases, caseForUpdate, personOf } from "../store.ts";
import { requireWorker } from "../work/open-case-of.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { AddImprovement, ChangeImprovement, type ImprovementView } from "./model.ts";
import { decideImprovement } from "./rules.ts";

/** @throws invalid_input for an owner who works no cases; refused when there are a hundred; not_found. */
export async function addImprovement(ctx: Context, input: AddImprovement): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, title, ownerId, dueAt } = AddImprovement.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await caseForUpdate(tx, caseId);
    await requireWorker(tx, caseId, ownerId, "ownerId");
    const { id: improvementId } = await addImprovementOf(tx, ctx, { caseId }, { title, ownerId, dueAt });
    await addToTimeline(tx, ctx, { caseId, kind: "improvement_added", body: title, detail: { improvementId } });
    await writeAudit(tx, ctx, {
      action: "case.add_improvement",
      objectType: "case",
      objectId: caseId,
      detail: { improvementId, title, ownerId, dueAt },
    });
    return { id: improvementId, version: 1 };
  });
}

/** Of a case or of an exercise, in the caller's own, audited transaction. @throws invalid_input for an owner who works no cases; refused for a hundred. */
export async function addImprovementOf(
  tx: Tx,
  ctx: Context,
  of: { caseId: string } | { exerciseId: string },
  { title, ownerId, dueAt }: Omit<AddImprovement, "caseId">,
): Promise<Changed> {
  const [caseId, exerciseId] = "caseId" in of ? [of.caseId, null] : [null, of.exerciseId];
  if (!(await canWorkCases(tx, ownerId)))
    throw invalidInput([{ path: "ownerId", message: "Expected somebody who works cases." }]);
  const [count] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from case_improvements where case_id = ${caseId}::uuid or exercise_id = ${exerciseId}::uuid`,
  );
  if ((count?.n ?? 0) >= 100) throw refusal("too_many_improvements", "A case takes 100 improvements.");
  const [id, now] = [newId(ctx.now()), ctx.now().toISOString()];
  await tx.execute(sql`insert into case_improvements (id, case_id, exercise_id, title, owner_id, due_at, created_by, created_at, changed_by, changed_at)
    values (${id}, ${caseId}, ${exerciseId}, ${title}, ${ownerId}, ${dueAt}, ${personOf(ctx)}, ${now}, ${personOf(ctx)}, ${now})`);
  return { id, version: 1 };
}

/** @throws conflict; invalid_input for an end without an outcome or an owner who works no cases; not_found. */
export async function changeImprovement(ctx: Context, input: ChangeImprovement): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { improvementId, version, ...asked } = ChangeImprovement.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const of = await ofWhat(tx, improvementId);
    if (of.caseId !== null) await caseForUpdate(tx, of.caseId);
    const { caseId } = of;
    const [before] = await tx.execute<
      Pick<ImprovementView, "title" | "state" | "outcome" | "version"> & { ownerId: string }
    >(
      sql`select title, state, outcome, version, owner_id as "ownerId" from case_improvements where id = ${improvementId} for update`,
    );
    if (!before) throw notFound("improvement");
    decideSeen(before.version, version);
    decideImprovement(before, asked);
    if (asked.ownerId && asked.ownerId !== before.ownerId) {
      if (caseId !== null) await requireWorker(tx, caseId, asked.ownerId, "ownerId");
      else if (!(await canWorkCases(tx, asked.ownerId)))
        throw invalidInput([{ path: "ownerId", message: "Expected somebody who works cases." }]);
    }
    const state = asked.state ?? before.state;
    const now = ctx.now().toISOString();
    await tx.execute(sql`update case_improvements set title = ${asked.title ?? before.title}, owner_id = ${asked.ownerId ?? before.ownerId},
      due_at = coalesce(${asked.dueAt ?? null}::timestamptz, due_at), state = ${state}, outcome = ${asked.outcome ?? before.outcome},
      ended_at = ${state === "open" ? sql`null` : sql`coalesce(ended_at, ${now}::timestamptz)`}, changed_by = ${personOf(ctx)}, changed_at = ${now},
      version = version + 1 where id = ${improvementId}`);
    if (state !== before.state && caseId !== null)
      await addToTimeline(tx, ctx, {
        caseId,
        kind: `improvement_${state}`,
        body: asked.title ?? before.title,
        detail: { improvementId },
      });
    await writeAudit(tx, ctx, {
      action: caseId === null ? "exercise.change_improvement" : "case.change_improvement",
      objectType: caseId === null ? "exercise" : "case",
      objectId: caseId ?? of.exerciseId ?? "",
      detail: { improvementId, ...asked },
    });
    return { id: improvementId, version: before.version + 1 };
  });
}

async function ofWhat(tx: Tx, improvementId: string): Promise<{ caseId: string | null; exerciseId: string | null }> {
  const [row] = await tx.execute<{ caseId: string | null; exerciseId: string | null }>(
    sql`select case_id as "caseId", exercise_id as "exerciseId" from case_improvements where id = ${improvementId}`,
  );
  if (!row) throw notFound("improvement");
  return row;
}
