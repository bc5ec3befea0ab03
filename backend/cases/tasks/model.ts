// Tasks of a case: what can be asked of them, and how they are shown. Pure; the desk validates with it too.
import { z } from "zod";
import { id, instant, line, oneOf, PersonShape, version, words } from "../work/shapes.ts";

export const taskStates = ["open", "doing", "waiting", "done", "dropped"] as const;
export type TaskState = (typeof taskStates)[number];

/** The most that a case takes of each. */
export const taskLimits = { tasks: 500, checklist: 100, needs: 50, fileBytes: 50_000_000 } as const;

const Item = z.strictObject({
  /** Absent for one that is new. */
  id: id.optional(),
  text: line(300),
  isDone: z.boolean("Expected true or false.").default(false),
});
const checklist = z.array(Item).max(taskLimits.checklist, `Expected at most ${taskLimits.checklist} items.`);
const needs = z.array(id).max(taskLimits.needs, `Expected at most ${taskLimits.needs} tasks.`);

export const CreateTask = z.strictObject({
  caseId: id,
  title: line(300),
  body: words(20_000).default(""),
  ownerId: id.nullable().default(null),
  dueAt: instant.nullable().default(null),
  checklist: checklist.default([]),
  /** Tasks that must be done before this one. */
  needs: needs.default([]),
});
export type CreateTask = z.input<typeof CreateTask>;

export const ChangeTask = z.strictObject({
  taskId: id,
  version,
  title: line(300).optional(),
  body: words(20_000).optional(),
  state: oneOf(taskStates).optional(),
  ownerId: id.nullable().optional(),
  dueAt: instant.nullable().optional(),
  checklist: checklist.optional(),
  needs: needs.optional(),
  /** True takes it off the list; false brings it back. */
  isRemoved: z.boolean("Expected true or false.").optional(),
});
export type ChangeTask = z.input<typeof ChangeTask>;

export const AddTaskLog = z.strictObject({ taskId: id, body: line(20_000) });
export type AddTaskLog = z.infer<typeof AddTaskLog>;

export const TaskView = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  state: z.enum(taskStates),
  owner: PersonShape.nullable(),
  dueAt: z.string().nullable(),
  checklist: z.array(z.object({ id: z.string(), text: z.string(), isDone: z.boolean() })),
  needs: z.array(z.string()),
  origin: z.string(),
  logs: z.int(),
  createdBy: PersonShape.nullable(),
  createdAt: z.string(),
  changedBy: PersonShape.nullable(),
  changedAt: z.string(),
  endedAt: z.string().nullable(),
  isRemoved: z.boolean(),
  version: z.int(),
});
export type TaskView = z.infer<typeof TaskView>;

export const TaskLogView = z.object({
  id: z.string(),
  author: PersonShape.nullable(),
  body: z.string(),
  at: z.string(),
  files: z.array(z.object({ id: z.string(), name: z.string(), size: z.int() })),
});
export type TaskLogView = z.infer<typeof TaskLogView>;
