// A call-back stands among the tasks of its case; each try is a line of the task's log, and the last one ends it.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { personOf } from "../store.ts";
import { openCaseOf } from "../work/open-case-of.ts";
import { addTask } from "./add-task.ts";
import type { TaskState } from "./model.ts";

/** In the caller's transaction, which writes the log. @throws not_found; refused when the case is closed or its list is full. */
export async function addCallTask(
  tx: Tx,
  ctx: Context,
  call: { caseId: string; callBackId: string; title: string; body: string; ownerId: string | null; dueAt: string },
): Promise<string> {
  await openCaseOf(tx, call.caseId);
  const { caseId, title, body, ownerId, dueAt } = call;
  const task = { caseId, title: title.slice(0, 300), body, ownerId, dueAt };
  return (await addTask(tx, ctx, task, `call_back:${call.callBackId}`)).id;
}

/** The task goes where its case's parts went: it is found by its own id. One that was ended by hand stays ended. */
export async function logCallTask(
  tx: Tx,
  ctx: Context,
  attempt: { taskId: string; words: string; state: TaskState; dueAt: string | null },
): Promise<void> {
  const now = ctx.now().toISOString();
  await tx.execute(sql`insert into case_task_logs (id, case_id, task_id, author_id, body, at)
    select ${newId(ctx.now())}, t.case_id, t.id, ${personOf(ctx)}, ${attempt.words}, ${now}::timestamptz from case_tasks t where t.id = ${attempt.taskId}`);
  const hasEnded = attempt.state === "done" || attempt.state === "dropped";
  await tx.execute(sql`update case_tasks set state = ${attempt.state}, due_at = coalesce(${attempt.dueAt}::timestamptz, due_at),
    ended_at = ${hasEnded ? now : null}::timestamptz, changed_by = ${personOf(ctx)}, changed_at = ${now}::timestamptz, version = version + 1
    where id = ${attempt.taskId} and ended_at is null`);
}
