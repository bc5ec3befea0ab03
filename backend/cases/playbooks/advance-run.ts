// Takes a run as far as it goes by itself: tasks that ended count, steps whose turn it is begin, what no answer leads to is left out.
import { sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { addJob, publish } from "../../platform/jobs/index.ts";
import { addToTimeline, canSeeCase, canWorkCases } from "../store.ts";
import { addTask } from "../tasks/add-task.ts";
import { millisecondsOf, type Step } from "./model.ts";
import { decideNext, isFinished, type StepStanding } from "./rules.ts";
import { endStep, type RunRow, runRow, stepRows } from "./store.ts";

export const wakePlaybookJob = "cases.wake_playbook";

/** Every run of a case that is at work. The case is locked and open. */
export async function advanceRunsOf(tx: Tx, ctx: Context, caseId: string): Promise<void> {
  const rows = await tx.execute<{ id: string }>(
    sql`select id from case_playbooks where case_id = ${caseId} and state = 'running' order by started_at, id`,
  );
  for (const { id } of rows) await advanceRun(tx, ctx, id);
}

/** The case is locked and open. Does nothing to a run that is over. */
export async function advanceRun(tx: Tx, ctx: Context, runId: string): Promise<void> {
  const run = await runRow(tx, runId);
  if (run.state !== "running") return;
  const playbook = run.definition;
  for (let isMoving = true; isMoving; ) {
    await settleTimely(tx, ctx, run);
    const standings = new Map<string, StepStanding>(
      (await stepRows(tx, runId)).map(({ stepId, state, outcome }) => [stepId, { state, outcome }]),
    );
    const { begin, skip } = decideNext(playbook, standings);
    isMoving = begin.length + skip.length > 0;
    for (const step of skip) await insertStep(tx, ctx, run, step, { state: "skipped" });
    for (const step of begin) await beginStep(tx, ctx, run, step);
    if (!isMoving && isFinished(playbook, standings)) await finish(tx, ctx, run);
  }
}

/** Tasks that were ended, and waits that are over. */
async function settleTimely(tx: Tx, ctx: Context, run: RunRow): Promise<void> {
  for (const step of await stepRows(tx, run.id)) {
    if (step.state !== "ready") continue;
    const isDropped = step.taskState === "dropped" || step.isTaskRemoved;
    if (step.taskState === "done" || isDropped)
      await endStep(tx, ctx, run.id, { stepId: step.stepId, state: isDropped ? "skipped" : "done" });
    else if (step.wakesAt !== null && new Date(step.wakesAt) <= ctx.now())
      await endStep(tx, ctx, run.id, { stepId: step.stepId, state: "done" });
  }
}

async function beginStep(tx: Tx, ctx: Context, run: RunRow, step: Step): Promise<void> {
  if (step.kind === "task") {
    const added = await addTask(
      tx,
      ctx,
      {
        caseId: run.caseId,
        title: step.titles[run.language].slice(0, 300),
        body: step.text?.[run.language] ?? "",
        ownerId: step.for === "owner" ? await ownerOf(tx, run.caseId) : null,
        dueAt: step.due === undefined ? null : new Date(ctx.now().getTime() + millisecondsOf(step.due)).toISOString(),
        checklist: step.checklist.map((item) => ({ text: item[run.language].slice(0, 300), isDone: false })),
      },
      `playbook:${run.definition.id}`,
    );
    await insertStep(tx, ctx, run, step, { state: "ready", taskId: added.id });
    return;
  }
  if (step.kind === "wait") {
    const wakesAt = new Date(ctx.now().getTime() + millisecondsOf(step.for));
    await insertStep(tx, ctx, run, step, { state: "ready", wakesAt });
    await addJob(tx, wakePlaybookJob, { runId: run.id }, { runAt: wakesAt, key: `playbook:${run.id}:${step.id}` });
    return;
  }
  if (step.kind === "notify") {
    await insertStep(tx, ctx, run, step, { state: "done" });
    await publish(tx, { type: "playbook.notice", runId: run.id, stepId: step.id, to: step.to });
    return;
  }
  await insertStep(tx, ctx, run, step, { state: "ready" });
  await addToTimeline(tx, ctx, {
    caseId: run.caseId,
    kind: "playbook_asks",
    body: step.titles[run.language],
    detail: { runId: run.id, stepId: step.id },
  });
}

async function insertStep(
  tx: Tx,
  ctx: Context,
  run: RunRow,
  step: Step,
  row: { state: "ready" | "done" | "skipped"; taskId?: string; wakesAt?: Date },
): Promise<void> {
  const now = ctx.now().toISOString();
  await tx.execute(sql`insert into case_playbook_steps (run_id, case_id, step_id, state, task_id, wakes_at, began_at, ended_at)
    values (${run.id}, ${run.caseId}, ${step.id}, ${row.state}, ${row.taskId ?? null}, ${row.wakesAt?.toISOString() ?? null}, ${now},
      ${row.state === "ready" ? null : now})`);
}

async function finish(tx: Tx, ctx: Context, run: RunRow): Promise<void> {
  await tx.execute(
    sql`update case_playbooks set state = 'finished', ended_at = ${ctx.now().toISOString()}, version = version + 1 where id = ${run.id}`,
  );
  const body = run.definition.titles[run.language];
  await addToTimeline(tx, ctx, { caseId: run.caseId, kind: "playbook_finished", body, detail: { runId: run.id } });
  await writeAudit(tx, ctx, {
    action: "case.finish_playbook",
    objectType: "case",
    objectId: run.caseId,
    detail: { runId: run.id, playbook: run.definition.id },
  });
}

/** The case's owner, if such a task can be given to them. */
async function ownerOf(tx: Tx, caseId: string): Promise<string | null> {
  const [row] = await tx.execute<{ ownerId: string | null }>(
    sql`select owner_id as "ownerId" from cases where id = ${caseId}`,
  );
  const owner = row?.ownerId ?? null;
  return owner && (await canWorkCases(tx, owner)) && (await canSeeCase(tx, caseId, owner)) ? owner : null;
}
