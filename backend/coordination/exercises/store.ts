// Reading and locking an exercise, and what somebody is in it; what its verbs share.
import { sql } from "drizzle-orm";
import { may } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { ExerciseLanguage, ExercisePart, ExerciseState, MeasuredView, Scenario } from "./model.ts";
import type { Clock, Pause } from "./rules.ts";

export interface ExerciseRow extends Clock {
  id: string;
  title: string;
  aim: string;
  definition: Scenario;
  language: ExerciseLanguage;
  state: ExerciseState;
  plannedAt: string;
  pauses: Pause[];
  measured: MeasuredView[] | null;
  wipedAt: string | null;
  version: number;
}

/** @throws not_found. */
export async function loadExercise(
  tx: Tx,
  exerciseId: string,
  lock: "for_update" | "for_reading",
): Promise<ExerciseRow> {
  if (!isId(exerciseId)) throw notFound("exercise");
  const [row] = await tx.execute<ExerciseRow & Record<string, unknown>>(sql`
    select id, title, aim, definition, language, state, ${iso(sql`planned_at`)} as "plannedAt", ${iso(sql`started_at`)} as "startedAt",
      ${iso(sql`paused_at`)} as "pausedAt", pauses, ${iso(sql`ended_at`)} as "endedAt", measured, ${iso(sql`wiped_at`)} as "wipedAt", version
    from exercises where id = ${exerciseId} ${lock === "for_update" ? sql`for update` : sql``}`);
  if (!row) throw notFound("exercise");
  return row;
}

/** What the asker is in it; null: nothing. */
export async function partOf(tx: Tx, ctx: Context, exerciseId: string): Promise<ExercisePart | null> {
  if (ctx.actor.kind !== "person") return null;
  const [row] = await tx.execute<{ part: ExercisePart }>(
    sql`select part from exercise_people where exercise_id = ${exerciseId} and person_id = ${ctx.actor.personId}`,
  );
  return row?.part ?? null;
}

/** Whoever plays leads nothing, whatever their role: they would see what is to come. */
export function canLead(ctx: Context, part: ExercisePart | null): boolean {
  return part !== "player" && part !== "observer" && may(ctx, "exercise.run");
}

/** @throws AppError refused for whoever plays or observes in it. */
export async function requireLeader(tx: Tx, ctx: Context, exerciseId: string): Promise<void> {
  if (!canLead(ctx, await partOf(tx, ctx, exerciseId)))
    throw new AppError("refused", "Whoever plays or observes in an exercise does not lead it.", {
      words: "exercises.refused.not_leader",
    });
}
