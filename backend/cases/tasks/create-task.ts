// Somebody of the desk puts a task on a case's list.
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { openCaseOf } from "../work/open-case-of.ts";
import type { Changed } from "../work/shapes.ts";
import { addTask } from "./add-task.ts";
import { CreateTask } from "./model.ts";

/** @throws refused when the case is closed or its list full; invalid_input for an owner or needs that cannot be; not_found. */
export async function createTask(ctx: Context, input: CreateTask): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const task = CreateTask.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, task.caseId);
    const added = await addTask(tx, ctx, task);
    await writeAudit(tx, ctx, {
      action: "case.add_task",
      objectType: "case",
      objectId: task.caseId,
      detail: { taskId: added.id, title: task.title, ownerId: task.ownerId },
    });
    return added;
  });
}
