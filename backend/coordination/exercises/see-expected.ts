// An observer writes down what was done that the platform cannot see, or takes it back.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { SeeExpected } from "./model.ts";
import { canLead, loadExercise, partOf } from "./store.ts";

/** @throws refused for whoever plays, and once it has ended; invalid_input for what the scenario does not expect or a time outside the exercise. */
export async function seeExpected(ctx: Context, exerciseId: string, input: SeeExpected): Promise<void> {
  requirePermission(ctx, "case.change");
  const { expectationId, seenAt, note } = SeeExpected.parse(input);
  await withTransaction(ctx, async (tx) => {
    const exercise = await loadExercise(tx, exerciseId, "for_update");
    const part = await partOf(tx, ctx, exerciseId);
    if (part !== "observer" && !canLead(ctx, part))
      throw new AppError("refused", "Only who observes or leads writes down what was seen.", {
        words: "exercises.refused.not_observer",
      });
    if (exercise.state !== "running" && exercise.state !== "paused")
      throw new AppError("refused", "The exercise does not run.", { words: "exercises.refused.not_running" });
    if (!exercise.definition.expects.some(({ id, kind }) => id === expectationId && kind === "by_hand"))
      throw invalidInput([
        { path: "expectationId", message: "Expected an action of this scenario that is seen by hand." },
      ]);
    const at = Date.parse(seenAt);
    if (at > ctx.now().getTime() + 60_000 || at < Date.parse(exercise.startedAt ?? seenAt) - 60_000)
      throw invalidInput([{ path: "seenAt", message: "Expected a time since the exercise began, not in the future." }]);
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    await tx.execute(sql`insert into exercise_sightings (exercise_id, expectation_id, seen_at, note, seen_by)
      values (${exerciseId}, ${expectationId}, ${seenAt}::timestamptz, ${note}, ${by})
      on conflict (exercise_id, expectation_id) do update set seen_at = excluded.seen_at, note = excluded.note, seen_by = excluded.seen_by`);
    const detail = { expectationId, seenAt };
    await writeAudit(tx, ctx, { action: "exercise.see", objectType: "exercise", objectId: exerciseId, detail });
  });
}
