// The review after an exercise, by the rules of the review after a case, and the improvements that came of it: owned, due and followed up in the same place.
import { sql } from "drizzle-orm";
import { addImprovementOf, decideReview, decideSeen } from "../../cases/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { ImproveAfter, ReviewExercise } from "./model.ts";
import { loadExercise } from "./store.ts";

/** @throws conflict; refused before the end; invalid_input or refused for a finished review that lacks something. */
export async function reviewExercise(
  ctx: Context,
  exerciseId: string,
  input: ReviewExercise,
): Promise<{ id: string; version: number }> {
  requirePermission(ctx, "case.change");
  const { version, ...review } = ReviewExercise.parse(input);
  return await withTransaction(ctx, async (tx) => {
    requireEnded((await loadExercise(tx, exerciseId, "for_update")).state);
    const [before] = await tx.execute<{ version: number }>(
      sql`select version from exercise_reviews where exercise_id = ${exerciseId}`,
    );
    const stored = before?.version ?? 0;
    decideSeen(stored, version);
    const [count] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from case_improvements where exercise_id = ${exerciseId}`,
    );
    decideReview({ caseId: exerciseId, version, ...review }, count?.n ?? 0, ctx.now());
    const [now, by] = [ctx.now().toISOString(), ctx.actor.kind === "person" ? ctx.actor.personId : null];
    await tx.execute(
      sql`insert into exercise_reviews (exercise_id, changed_at, version) values (${exerciseId}, ${now}::timestamptz, 0) on conflict do nothing`,
    );
    await tx.execute(sql`update exercise_reviews set held_at = ${review.heldAt}, participants = ${review.participants}, went_well = ${review.wentWell},
      went_badly = ${review.wentBadly}, conclusion = ${review.conclusion}, is_without_improvements = ${review.isWithoutImprovements},
      finished_at = ${review.isFinished ? sql`coalesce(finished_at, ${now}::timestamptz)` : sql`null`},
      finished_by = ${review.isFinished ? sql`coalesce(finished_by, ${by}::uuid)` : sql`null`},
      changed_by = ${by}, changed_at = ${now}::timestamptz, version = version + 1 where exercise_id = ${exerciseId}`);
    const detail = { isFinished: review.isFinished, heldAt: review.heldAt };
    await writeAudit(tx, ctx, { action: "exercise.review", objectType: "exercise", objectId: exerciseId, detail });
    return { id: exerciseId, version: stored + 1 };
  });
}

/** @throws refused before the end and for a hundred; invalid_input for an owner who works no cases. */
export async function improveAfter(
  ctx: Context,
  exerciseId: string,
  input: ImproveAfter,
): Promise<{ id: string; version: number }> {
  requirePermission(ctx, "case.change");
  const improvement = ImproveAfter.parse(input);
  return await withTransaction(ctx, async (tx) => {
    requireEnded((await loadExercise(tx, exerciseId, "for_update")).state);
    const made = await addImprovementOf(tx, ctx, { exerciseId }, improvement);
    const detail = { improvementId: made.id, title: improvement.title, ownerId: improvement.ownerId };
    await writeAudit(tx, ctx, { action: "exercise.improve", objectType: "exercise", objectId: exerciseId, detail });
    return made;
  });
}

function requireEnded(state: string): void {
  if (state !== "ended")
    throw new AppError("refused", "The review comes after the exercise has ended.", {
      words: "exercises.refused.not_ended",
    });
}
