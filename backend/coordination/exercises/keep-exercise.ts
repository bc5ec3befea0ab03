// Plans an exercise from a scenario, and starts, pauses, resumes and ends it. What was measured is frozen at the end.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { measureAll } from "./measure-all.ts";
import { ActOnExercise, PlanExercise } from "./model.ts";
import { planNext } from "./play-injects.ts";
import { readScenarios } from "./read-scenarios.ts";
import { decideAct } from "./rules.ts";
import { loadExercise, requireLeader } from "./store.ts";

/** Whoever plans it leads it. @throws invalid_input for an unknown scenario or somebody who works no cases. */
export async function planExercise(ctx: Context, input: PlanExercise): Promise<{ id: string }> {
  requirePermission(ctx, "exercise.run");
  const { scenarioId, title, aim, language, plannedAt, people } = PlanExercise.parse(input);
  const shipped = readScenarios().find(({ scenario }) => scenario.id === scenarioId);
  if (!shipped) throw invalidInput([{ path: "scenarioId", message: "Expected one of the scenarios." }]);
  const { actor } = ctx;
  if (actor.kind !== "person")
    throw new AppError("refused", "A person plans an exercise.", { words: "refusals.person_only" });
  const parts = new Map(people.map(({ personId, part }) => [personId, part]));
  if (parts.size < people.length) throw invalidInput([{ path: "people", message: "Expected each person once." }]);
  parts.set(actor.personId, "leader");
  return await withTransaction(ctx, async (tx) => {
    await requireColleagues(tx, [...parts.keys()]);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into exercises (id, title, aim, scenario_id, scenario_sha256, definition, language, planned_at, created_by, created_at)
      values (${id}, ${title}, ${aim}, ${scenarioId}, ${shipped.sha256}, ${JSON.stringify(shipped.scenario)}::jsonb, ${language}, ${plannedAt}::timestamptz,
        ${actor.personId}, ${ctx.now().toISOString()}::timestamptz)`);
    for (const [personId, part] of parts)
      await tx.execute(
        sql`insert into exercise_people (exercise_id, person_id, part) values (${id}, ${personId}, ${part})`,
      );
    const injects = shipped.scenario.injects.toSorted((one, other) => one.at - other.at);
    for (const [position, inject] of injects.entries())
      await tx.execute(sql`insert into exercise_injects (id, exercise_id, inject_id, position, due_minutes)
        values (${newId(ctx.now())}, ${id}, ${inject.id}, ${position}, ${inject.at})`);
    const detail = { scenarioId, sha256: shipped.sha256, people: parts.size };
    await writeAudit(tx, ctx, { action: "exercise.plan", objectType: "exercise", objectId: id, detail });
    return { id };
  });
}

async function requireColleagues(tx: Tx, ids: readonly string[]): Promise<void> {
  const known = await tx.execute<{ id: string }>(sql`select distinct p.id from people p
    join role_grants g on g.person_id = p.id and g.revoked_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call')
    where p.disabled_at is null and p.id = any (${sql.param([...ids])}::uuid[])`);
  if (known.length < ids.length)
    throw invalidInput([{ path: "people", message: "Expected people of the team who work cases." }]);
}

/** @throws not_found; conflict when it was changed since; refused for whoever plays in it, and in another state. */
export async function actOnExercise(ctx: Context, exerciseId: string, input: ActOnExercise): Promise<void> {
  requirePermission(ctx, "exercise.run");
  const { act, version } = ActOnExercise.parse(input);
  await withTransaction(ctx, async (tx) => {
    const before = await loadExercise(tx, exerciseId, "for_update");
    await requireLeader(tx, ctx, exerciseId);
    if (before.version !== version)
      throw new AppError("conflict", "Somebody changed this exercise meanwhile.", {
        words: "exercises.refused.version",
      });
    const state = decideAct(before.state, act);
    const now = ctx.now().toISOString();
    const pauses = before.pausedAt === null ? before.pauses : [...before.pauses, [before.pausedAt, now]];
    const after = {
      ...before,
      startedAt: act === "start" ? now : before.startedAt,
      pauses: pauses as typeof before.pauses,
      pausedAt: act === "pause" ? now : null,
      endedAt: act === "end" ? now : null,
    };
    const measured = act === "end" ? JSON.stringify(await measureAll(tx, after, ctx.now())) : null;
    await tx.execute(sql`update exercises set state = ${state}, started_at = ${after.startedAt}::timestamptz, paused_at = ${after.pausedAt}::timestamptz,
      pauses = ${JSON.stringify(act === "pause" ? before.pauses : pauses)}::jsonb, ended_at = ${after.endedAt}::timestamptz, measured = ${measured}::jsonb,
      version = version + 1 where id = ${exerciseId}`);
    if (state === "running") await planNext(tx, { ...after, state }, ctx.now());
    await writeAudit(tx, ctx, { action: `exercise.${act}`, objectType: "exercise", objectId: exerciseId });
  });
}
