// Changes a task: its words, owner, due time, list, order, state; takes it off the list and brings it back. On the version that was seen only.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { advanceRunsOf } from "../playbooks/advance-run.ts";
import { addToTimeline, personOf } from "../store.ts";
import { openCaseOfPart, requireWorker } from "../work/open-case-of.ts";
import { decideSeen } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { ChangeTask } from "./model.ts";
import { decideDone, decideNeeds, isEnded } from "./rules.ts";
import { taskGraph, taskRow, writeNeeds } from "./store.ts";

/** @throws conflict; refused when the case is closed, or something stands before it being done; invalid_input; not_found. */
export async function changeTask(ctx: Context, input: ChangeTask): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { taskId, version, needs, checklist, isRemoved, ...asked } = ChangeTask.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await openCaseOfPart(tx, "case_tasks", taskId, "task");
    const before = await taskRow(tx, taskId);
    decideSeen(before.version, version);
    if (asked.ownerId && asked.ownerId !== before.ownerId) await requireWorker(tx, caseId, asked.ownerId, "ownerId");
    const graph = await taskGraph(tx, caseId);
    const needed = needs ?? graph.find((one) => one.id === taskId)?.needs ?? [];
    if (needs) decideNeeds(taskId, needs, graph);
    const items = (checklist ?? before.checklist).map(({ id, text, isDone }) => ({
      id: id ?? newId(ctx.now()),
      text,
      isDone,
    }));
    const state = asked.state ?? before.state;
    decideDone({ state, needs: needed, checklist: items }, new Map(graph.map((one) => [one.id, one.state])));
    const now = ctx.now().toISOString();
    const changes: SQL[] = [
      sql`title = ${asked.title ?? before.title}, body = ${asked.body ?? before.body}, state = ${state}`,
      sql`checklist = ${JSON.stringify(items)}::jsonb, changed_by = ${personOf(ctx)}, changed_at = ${now}`,
    ];
    if (asked.ownerId !== undefined) changes.push(sql`owner_id = ${asked.ownerId}`);
    if (asked.dueAt !== undefined) changes.push(sql`due_at = ${asked.dueAt}`);
    if (isEnded(state) !== isEnded(before.state)) changes.push(sql`ended_at = ${isEnded(state) ? now : null}`);
    if (isRemoved !== undefined) changes.push(sql`removed_at = ${isRemoved ? now : null}`);
    await tx.execute(
      sql`update case_tasks set ${sql.join(changes, sql`, `)}, version = version + 1 where id = ${taskId}`,
    );
    if (needs) await writeNeeds(tx, caseId, taskId, needs);
    const title = asked.title ?? before.title;
    if (state !== before.state)
      await addToTimeline(tx, ctx, { caseId, kind: `task_${state}`, body: title, detail: { taskId } });
    if (isRemoved === true && !before.isRemoved)
      await addToTimeline(tx, ctx, { caseId, kind: "task_removed", body: title, detail: { taskId } });
    const { title: _title, body: _body, ...told } = asked;
    await writeAudit(tx, ctx, {
      action: "case.change_task",
      objectType: "case",
      objectId: caseId,
      detail: {
        taskId,
        title,
        ...told,
        ...(isRemoved === undefined ? {} : { isRemoved }),
        ...(needs ? { needs } : {}),
      },
    });
    // A playbook that waited for it goes on.
    if (isEnded(state) || isRemoved === true) await advanceRunsOf(tx, ctx, caseId);
    return { id: taskId, version: before.version + 1 };
  });
}
