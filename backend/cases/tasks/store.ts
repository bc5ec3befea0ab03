// SQL of tasks: the graph of what needs what, and one task as it stands.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { iso } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { TaskState } from "./model.ts";
import type { TaskNode } from "./rules.ts";

export interface TaskRow {
  id: string;
  caseId: string;
  title: string;
  body: string;
  state: TaskState;
  ownerId: string | null;
  dueAt: string | null;
  checklist: { id: string; text: string; isDone: boolean }[];
  isRemoved: boolean;
  version: number;
}

/** @throws not_found. The case is locked already, which keeps two writers apart. */
export async function taskRow(tx: Tx, id: string): Promise<TaskRow> {
  const [row] = await tx.execute<TaskRow & Record<string, unknown>>(
    sql`select id, case_id as "caseId", title, body, state, owner_id as "ownerId", ${iso(sql`due_at`)} as "dueAt", checklist,
      removed_at is not null as "isRemoved", version from case_tasks where id = ${id}`,
  );
  if (!row) throw notFound("task");
  return row;
}

/** Tasks of a case that are on its list, with what each needs. */
export async function taskGraph(tx: Tx, caseId: string): Promise<TaskNode[]> {
  const rows = await tx.execute<{ id: string; state: TaskState; needs: string[] }>(
    sql`select t.id, t.state, coalesce((select array_agg(n.needed_id::text) from case_task_needs n where n.task_id = t.id), '{}') as needs
      from case_tasks t where t.case_id = ${caseId} and t.removed_at is null`,
  );
  return [...rows];
}

export async function writeNeeds(tx: Tx, caseId: string, taskId: string, needs: readonly string[]): Promise<void> {
  await tx.execute(sql`delete from case_task_needs where task_id = ${taskId}`);
  for (const needed of new Set(needs))
    await tx.execute(
      sql`insert into case_task_needs (case_id, task_id, needed_id) values (${caseId}, ${taskId}, ${needed})`,
    );
}
