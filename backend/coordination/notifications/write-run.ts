// A notification is written and changed as a draft; asked for release it waits for a second person and stays as it is.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { askForRelease } from "../four-eyes/ask-for-release.ts";
import { countReach, markingOf } from "./choose-rows.ts";
import { ActOnRun, ChangeRun, type RunFilter, type RunState, WriteRun } from "./model.ts";

/** @throws AppError invalid_input by field; refused where rows of a list are not kept. */
export async function createRun(ctx: Context, input: WriteRun): Promise<{ id: string }> {
  requirePermission(ctx, "notification.write");
  const run = WriteRun.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const exercise = await requireLists(tx, run.filter);
    const id = newId(ctx.now());
    const prefix = `NT-${ctx.now().getUTCFullYear()}-`;
    await tx.execute(sql`insert into notification_runs (id, reference, title, marking, filter, texts, roles, reminder_days, escalate_days, link_days, state, created_by, created_at, is_exercise, exercise_id)
      select ${id}, ${prefix} || lpad(n::text, greatest(4, length(n::text)), '0'), ${run.title}, ${await markingOf(tx, run.filter)}, ${JSON.stringify(run.filter)}::jsonb,
        ${JSON.stringify(run.texts)}::jsonb, ${sql.param(run.roles)}::text[], ${sql.param(run.reminderDays)}::integer[], ${run.escalateDays}, ${run.linkDays}, 'draft',
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz,
        ${exercise.isExercise}, ${exercise.exerciseId}::uuid from nextval('notification_number') n`);
    await writeAudit(tx, ctx, { action: "notification.write", objectType: "notification", objectId: id });
    return { id };
  });
}

/** @throws AppError not_found; conflict on an older version or once it waits or was released. */
export async function changeRun(ctx: Context, runId: string, input: ChangeRun): Promise<void> {
  requirePermission(ctx, "notification.write");
  const { version, run } = ChangeRun.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockRun(tx, runId, ["draft"], version);
    const exercise = await requireLists(tx, run.filter);
    const same = await tx.execute(
      sql`select 1 from notification_runs where id = ${runId} and is_exercise = ${exercise.isExercise} and exercise_id is not distinct from ${exercise.exerciseId}::uuid`,
    );
    if (same.length === 0) throw mixed();
    await tx.execute(sql`update notification_runs set title = ${run.title}, marking = ${await markingOf(tx, run.filter)}, filter = ${JSON.stringify(run.filter)}::jsonb,
      texts = ${JSON.stringify(run.texts)}::jsonb, roles = ${sql.param(run.roles)}::text[], reminder_days = ${sql.param(run.reminderDays)}::integer[],
      escalate_days = ${run.escalateDays}, link_days = ${run.linkDays}, version = version + 1 where id = ${runId}`);
    await writeAudit(tx, ctx, { action: "notification.change", objectType: "notification", objectId: runId });
  });
}

/** @throws AppError not_found, conflict; refused when it reaches nobody. */
export async function askToSend(ctx: Context, runId: string, input: ActOnRun): Promise<{ requestId: string }> {
  requirePermission(ctx, "notification.write");
  const { version } = ActOnRun.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId, ["draft"], version);
    const reach = await countReach(tx, run.filter, run.roles);
    if (reach.constituents === 0)
      throw new AppError("refused", "No constituent holds any of these findings.", { words: "notify.refused.nobody" });
    await tx.execute(sql`update notification_runs set state = 'waiting' where id = ${runId}`);
    const title = `${run.reference} ${run.title}`;
    const requestId = await askForRelease(tx, ctx, { kind: "notification", id: runId, version, title });
    const detail = { requestId, version, ...reach };
    await writeAudit(tx, ctx, { action: "notification.ask", objectType: "notification", objectId: runId, detail });
    return { requestId };
  });
}

interface LockedRun extends Record<string, unknown> {
  reference: string;
  title: string;
  state: RunState;
  version: number;
  filter: RunFilter;
  roles: string[];
}

/** Locks a run. @throws AppError not_found; conflict in another state or version. */
export async function lockRun(
  tx: Tx,
  runId: string,
  states: readonly RunState[],
  version?: number,
): Promise<LockedRun> {
  const [run] = isId(runId)
    ? await tx.execute<LockedRun>(
        sql`select reference, title, state, version, filter, roles from notification_runs where id = ${runId} for update`,
      )
    : [];
  if (!run) throw notFound("notification");
  if (version !== undefined && run.version !== version)
    throw new AppError("conflict", "Somebody changed this notification meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  if (!states.includes(run.state))
    throw new AppError("conflict", "This notification is no longer as this needs it.", {
      words: "notify.refused.run_state",
    });
  return run;
}

function mixed(): AppError {
  return new AppError("refused", "Findings of an exercise and real ones are never told of together.", {
    words: "exercises.refused.mixed",
  });
}

interface OfExercise {
  isExercise: boolean;
  exerciseId: string | null;
}

/** @returns of which exercise they are. All lists, where none is named, are the real ones. */
async function requireLists(tx: Tx, { listIds }: RunFilter): Promise<OfExercise> {
  const known = await tx.execute<{ state: string } & OfExercise & Record<string, unknown>>(
    sql`select state, is_exercise as "isExercise", exercise_id as "exerciseId" from findings_lists where id = any (${sql.param(listIds)}::uuid[])`,
  );
  if (known.length !== new Set(listIds).size) throw notFound("findings list");
  if (known.some(({ state }) => state !== "done"))
    throw new AppError("refused", "A list whose rows are not kept cannot be told of.", {
      words: "notify.refused.not_kept",
    });
  const [first] = known;
  const of = { isExercise: first?.isExercise ?? false, exerciseId: first?.exerciseId ?? null };
  if (known.some((one) => one.isExercise !== of.isExercise || one.exerciseId !== of.exerciseId)) throw mixed();
  return of;
}
