// Decisions about tasks: what stands in the way of ending one, and which order of tasks cannot be. Pure.
import { invalidInput } from "../../platform/errors/index.ts";
import { refusal } from "../work/rules.ts";
import type { TaskState } from "./model.ts";

export interface TaskNode {
  id: string;
  state: TaskState;
  needs: readonly string[];
}

export const isEnded = (state: TaskState): boolean => state === "done" || state === "dropped";

/** @throws refused: what it needs comes first, and what is on its list is ticked or taken off. */
export function decideDone(
  task: { state: TaskState; needs: readonly string[]; checklist: readonly { isDone: boolean }[] },
  others: ReadonlyMap<string, TaskState>,
): void {
  if (task.state !== "done") return;
  if (task.needs.some((needed) => !isEnded(others.get(needed) ?? "done")))
    throw refusal("task_needs", "Another task must be done before this one.");
  if (task.checklist.some(({ isDone }) => !isDone))
    throw refusal("task_checklist", "Something on its list is not ticked. Tick it, or take it off the list.");
}

/** @throws invalid_input `needs` for a task of another case, for itself, or for a ring. */
export function decideNeeds(taskId: string, needs: readonly string[], tasks: readonly TaskNode[]): void {
  const known = new Map(tasks.map((task) => [task.id, task.needs]));
  if (needs.some((needed) => needed === taskId || !known.has(needed)))
    throw invalidInput([{ path: "needs", message: "Expected other tasks of this case." }]);
  const seen = new Set<string>();
  const waiting = [...needs];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === taskId)
      throw invalidInput([{ path: "needs", message: "Expected tasks that do not wait for this one themselves." }]);
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(known.get(next) ?? []));
  }
}
