// Wipes all that was made in an exercise that has ended: the rows first, then the stored files that nothing names any more. What was measured stays.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { bindWipe } from "./model.ts";
import { loadExercise, requireLeader } from "./store.ts";

/** @returns how many rows of which table were wiped. @throws step_up_required; refused before the end, when it was wiped, and for whoever played. */
export async function wipeExercise(ctx: Context, exerciseId: string): Promise<{ wiped: Record<string, number> }> {
  requirePermission(ctx, "exercise.run");
  const { files, wiped } = await withTransaction(ctx, async (tx) => {
    const exercise = await loadExercise(tx, exerciseId, "for_update");
    await requireLeader(tx, ctx, exerciseId);
    if (exercise.state !== "ended")
      throw new AppError("refused", "An exercise is wiped after it has ended.", {
        words: "exercises.refused.not_ended",
      });
    if (exercise.wipedAt !== null)
      throw new AppError("refused", "This exercise was wiped already.", { words: "exercises.refused.wiped" });
    await requireStepUp(tx, ctx, bindWipe(exerciseId));
    const rows = await tx.execute<{ objectId: string | null; counts: Record<string, number> | null }>(
      sql`select object_id as "objectId", counts from toguna_wipe_exercise(${exerciseId}::uuid)`,
    );
    const counts = rows.find((row) => row.counts !== null)?.counts ?? {};
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    await tx.execute(sql`update exercises set wiped_at = ${ctx.now().toISOString()}::timestamptz, wiped_by = ${by}, wiped = ${JSON.stringify(counts)}::jsonb,
      version = version + 1 where id = ${exerciseId}`);
    await writeAudit(tx, ctx, {
      action: "exercise.wipe",
      objectType: "exercise",
      objectId: exerciseId,
      detail: { wiped: counts },
    });
    return { files: rows.flatMap(({ objectId }) => (objectId === null ? [] : [objectId])), wiped: counts };
  });
  await Promise.all(files.map(async (id) => await ctx.objects.remove(id)));
  return { wiped };
}
