// The clock of an exercise: each inject is played when it is due or when the leader says so, once; a pause puts off what is left.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { makeInject } from "./make-inject.ts";
import { LeaveInject } from "./model.ts";
import { dueAt, playedMs } from "./rules.ts";
import { type ExerciseRow, loadExercise, requireLeader } from "./store.ts";

export const playInjectsJob = "coordination.play_injects";
const Payload = z.object({
  exerciseId: z.string().refine(isId),
  /** Played by hand, before its time. */
  injectId: z.string().refine(isId).optional(),
  personId: z.string().refine(isId).optional(),
});

interface Waiting extends Record<string, unknown> {
  id: string;
  injectId: string;
  dueMinutes: number;
}

/** Wakes the clock for what is due next. */
export async function planNext(tx: Tx, exercise: ExerciseRow, now: Date): Promise<void> {
  const [next] =
    await tx.execute<Waiting>(sql`select id, inject_id as "injectId", due_minutes as "dueMinutes" from exercise_injects
    where exercise_id = ${exercise.id} and state = 'waiting' order by due_minutes, position limit 1`);
  const runAt = next && dueAt(exercise, next.dueMinutes, now);
  if (runAt) await addJob(tx, playInjectsJob, { exerciseId: exercise.id }, { key: `exercise:${exercise.id}`, runAt });
}

/** Plays what is due, in order. Can be run again after a crash at any point: an inject is made and noted in one transaction. */
export async function playInjects(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "exercise.run");
  const { exerciseId, injectId, personId } = Payload.parse(payload);
  const { exercise, waiting } = await readOnly(ctx, async (tx) => ({
    exercise: await loadExercise(tx, exerciseId, "for_reading"),
    waiting:
      await tx.execute<Waiting>(sql`select id, inject_id as "injectId", due_minutes as "dueMinutes" from exercise_injects
      where exercise_id = ${exerciseId} and state = 'waiting' order by due_minutes, position`),
  }));
  if (exercise.state !== "running") return;
  const passed = playedMs(exercise, ctx.now());
  const due = waiting.filter((one) =>
    injectId === undefined ? one.dueMinutes * 60_000 <= passed : one.id === injectId,
  );
  for (const one of due) {
    const inject = exercise.definition.injects.find(({ id }) => id === one.injectId);
    if (inject) await makeInject(ctx, { id: one.id, exercise, inject, playedBy: personId ?? null });
  }
  await withTransaction(ctx, async (tx) => {
    const now = await loadExercise(tx, exerciseId, "for_reading");
    if (now.state === "running") await planNext(tx, now, ctx.now());
    for (const one of due)
      await writeAudit(tx, ctx, {
        action: "exercise.play",
        objectType: "exercise",
        objectId: exerciseId,
        detail: { injectId: one.injectId, byHand: injectId !== undefined },
      });
  });
}

/** By the leader, before its time or after it was left out of nothing. @throws refused when the exercise does not run or it was played. */
export async function playByHand(ctx: Context, exerciseId: string, injectId: string): Promise<void> {
  requirePermission(ctx, "exercise.run");
  await withTransaction(ctx, async (tx) => {
    const inject = await lockWaiting(tx, ctx, exerciseId, injectId);
    const personId = ctx.actor.kind === "person" ? ctx.actor.personId : undefined;
    await addJob(tx, playInjectsJob, { exerciseId, injectId: inject.id, personId }, { key: `inject:${inject.id}` });
    const detail = { injectId: inject.injectId };
    await writeAudit(tx, ctx, { action: "exercise.play_now", objectType: "exercise", objectId: exerciseId, detail });
  });
}

/** It is not played in this exercise. @throws as `playByHand`. */
export async function leaveInject(
  ctx: Context,
  exerciseId: string,
  injectId: string,
  input: LeaveInject,
): Promise<void> {
  requirePermission(ctx, "exercise.run");
  const { note } = LeaveInject.parse(input);
  await withTransaction(ctx, async (tx) => {
    const inject = await lockWaiting(tx, ctx, exerciseId, injectId);
    await tx.execute(sql`update exercise_injects set state = 'left_out', note = ${note}, played_at = ${ctx.now().toISOString()}::timestamptz,
      played_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null} where id = ${inject.id}`);
    const detail = { injectId: inject.injectId, note };
    await writeAudit(tx, ctx, { action: "exercise.leave_out", objectType: "exercise", objectId: exerciseId, detail });
  });
}

async function lockWaiting(tx: Tx, ctx: Context, exerciseId: string, injectId: string): Promise<Waiting> {
  const exercise = await loadExercise(tx, exerciseId, "for_update");
  await requireLeader(tx, ctx, exerciseId);
  if (!isId(injectId)) throw notFound("inject");
  const [inject] = await tx.execute<
    Waiting & { state: string }
  >(sql`select id, inject_id as "injectId", due_minutes as "dueMinutes", state
    from exercise_injects where id = ${injectId} and exercise_id = ${exerciseId} for update`);
  if (!inject) throw notFound("inject");
  if (exercise.state !== "running")
    throw new AppError("refused", "The exercise does not run.", { words: "exercises.refused.not_running" });
  if (inject.state !== "waiting")
    throw new AppError("refused", "This was played or left out already.", { words: "exercises.refused.played" });
  return inject;
}
