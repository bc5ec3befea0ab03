// What people do with a playbook at work: answer its questions and approvals, leave a step out, stop it; and what the clock does.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { addToTimeline, personOf } from "../store.ts";
import { openCaseOf } from "../work/open-case-of.ts";
import { decideSeen } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { advanceRun } from "./advance-run.ts";
import { AnswerStep, SkipStep, type Step, StopPlaybook } from "./model.ts";
import { outcomesOf, refusal } from "./rules.ts";
import { caseOfRun, endStep, type RunRow, runRow, stepRows } from "./store.ts";

/** @throws conflict; not_found; invalid_input for an outcome that the step has not; refused for an approval of what one began oneself. */
export async function answerStep(ctx: Context, input: AnswerStep): Promise<Changed> {
  const { runId, stepId, version, outcome, note } = AnswerStep.parse(input);
  return await onRun(ctx, runId, version, async (tx, run) => {
    const step = await readyStep(tx, run, stepId);
    const possible = outcomesOf(step);
    if (!possible.includes(outcome))
      throw invalidInput([{ path: "outcome", message: `Expected one of ${possible.join(", ")}.` }]);
    if (step.kind === "approval") decideApprover(ctx, run);
    await endStep(tx, ctx, runId, { stepId, state: "done", outcome, note: note ?? "" });
    const body = step.titles[run.language];
    return { action: "case.answer_playbook", kind: "playbook_answered", body, said: { stepId, outcome } };
  });
}

/** @throws conflict; not_found; refused for an approval, which nobody can leave out. */
export async function skipStep(ctx: Context, input: SkipStep): Promise<Changed> {
  const { runId, stepId, version, reason } = SkipStep.parse(input);
  return await onRun(ctx, runId, version, async (tx, run) => {
    const step = await readyStep(tx, run, stepId);
    if (outcomesOf(step).length > 0)
      throw refusal("step_asks", "A question is answered, not left out: choose one of its answers.");
    const row = (await stepRows(tx, runId)).find((one) => one.stepId === stepId);
    if (row?.taskId)
      throw refusal("step_task", "This step is a task of the case: end or drop the task, and the step follows it.");
    await endStep(tx, ctx, runId, { stepId, state: "skipped", note: reason });
    const body = step.titles[run.language];
    return { action: "case.skip_playbook_step", kind: "playbook_skipped", body, said: { stepId, reason } };
  });
}

/** Its tasks stay on the case's list. @throws conflict; not_found. */
export async function stopPlaybook(ctx: Context, input: StopPlaybook): Promise<Changed> {
  const { runId, version, reason } = StopPlaybook.parse(input);
  return await onRun(ctx, runId, version, async (tx, run) => {
    await tx.execute(sql`update case_playbooks set state = 'stopped', ended_at = ${ctx.now().toISOString()}, ended_by = ${personOf(ctx)}, stop_reason = ${reason}
      where id = ${runId}`);
    const body = run.definition.titles[run.language];
    return { action: "case.stop_playbook", kind: "playbook_stopped", body, said: { reason } };
  });
}

/** A wait is over. A case that was closed meanwhile is left as it is; a run goes on when it is opened again and something in it ends. */
export async function wakePlaybook(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "case.change");
  const { runId } = payload as { runId: string };
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ id: string; status: string }>(
      sql`select k.id, k.status from cases k join case_playbooks p on p.case_id = k.id where p.id = ${runId} for update of k`,
    );
    if (!row || row.status === "closed") return;
    await advanceRun(tx, ctx, runId);
    await writeAudit(tx, ctx, {
      action: "case.wake_playbook",
      objectType: "case",
      objectId: row.id,
      detail: { runId },
    });
  });
}

/** Whether somebody may approve in a run: who leads, and not who began it. */
export function mayApprove(ctx: Context, startedBy: string | null): boolean {
  return ctx.actor.kind === "person" && may(ctx, "case.approve_step") && ctx.actor.personId !== startedBy;
}

function decideApprover(ctx: Context, run: RunRow): void {
  requirePermission(ctx, "case.approve_step");
  if (!mayApprove(ctx, run.startedBy))
    throw refusal("own_approval", "Somebody else approves what you began: ask another person who leads cases.");
}

/** What came of an act: the log's action, the timeline's kind and words, and what was said. */
interface Told {
  action: string;
  kind: string;
  body: string;
  said: Record<string, string>;
}

async function onRun(
  ctx: Context,
  runId: string,
  version: number,
  change: (tx: Tx, run: RunRow) => Promise<Told>,
): Promise<Changed> {
  requirePermission(ctx, "case.change");
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await openCaseOf(tx, await caseOfRun(tx, runId));
    const run = await runRow(tx, runId);
    decideSeen(run.version, version);
    if (run.state !== "running") throw refusal("over", "This playbook is over.");
    const { action, kind, body, said } = await change(tx, run);
    const detail = { runId, playbook: run.definition.id, ...said };
    await addToTimeline(tx, ctx, { caseId, kind, body, detail });
    await writeAudit(tx, ctx, { action, objectType: "case", objectId: caseId, detail });
    await tx.execute(sql`update case_playbooks set version = version + 1 where id = ${runId}`);
    await advanceRun(tx, ctx, runId);
    return { id: runId, version: (await runRow(tx, runId)).version };
  });
}

async function readyStep(tx: Tx, run: RunRow, stepId: string): Promise<Step> {
  const step = run.definition.steps.find((one) => one.id === stepId);
  if (!step) throw notFound("step");
  const row = (await stepRows(tx, run.id)).find((one) => one.stepId === stepId);
  if (row?.state !== "ready")
    throw refusal("step_not_ready", row ? "This step is over." : "It is not this step's turn yet.");
  return step;
}
