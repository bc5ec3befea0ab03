// Puts a task on a case's list inside a transaction that is somebody else's: a person's verb, or a playbook's.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addToTimeline, personOf } from "../store.ts";
import { requireWorker } from "../work/open-case-of.ts";
import { refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { CreateTask, taskLimits } from "./model.ts";
import { decideNeeds } from "./rules.ts";
import { taskGraph, writeNeeds } from "./store.ts";

/**
 * The case is locked and open already (`openCaseOf`); the caller writes the row of the log.
 * @param origin who made it, where no person did: "playbook:ransomware".
 * @throws invalid_input for an owner who works no cases and for needs that cannot be; refused when the list is full.
 */
export async function addTask(tx: Tx, ctx: Context, task: CreateTask, origin = ""): Promise<Changed> {
  const { caseId, title, body, ownerId, dueAt, checklist, needs } = CreateTask.parse(task);
  if (ownerId) await requireWorker(tx, caseId, ownerId, "ownerId");
  const others = await taskGraph(tx, caseId);
  if (others.length >= taskLimits.tasks) throw refusal("too_many_tasks", "A case takes 500 tasks.");
  const [taskId, now] = [newId(ctx.now()), ctx.now().toISOString()];
  decideNeeds(taskId, needs, others);
  const items = checklist.map((item) => ({ id: item.id ?? newId(ctx.now()), text: item.text, isDone: item.isDone }));
  await tx.execute(sql`insert into case_tasks (id, case_id, title, body, owner_id, due_at, checklist, origin, position, created_by, created_at, changed_by, changed_at)
    values (${taskId}, ${caseId}, ${title}, ${body}, ${ownerId}, ${dueAt}, ${JSON.stringify(items)}::jsonb, ${origin}, ${others.length},
      ${personOf(ctx)}, ${now}, ${personOf(ctx)}, ${now})`);
  await writeNeeds(tx, caseId, taskId, needs);
  await addToTimeline(tx, ctx, { caseId, kind: "task_added", body: title, detail: { taskId } });
  return { id: taskId, version: 1 };
}
