// Tasks over HTTP: a case's list, what was done for each, and one person's work over all cases.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { listMyWork } from "../work/list-my-work.ts";
import { MyWork } from "../work/model.ts";
import { Changed, words } from "../work/shapes.ts";
import { changeTask } from "./change-task.ts";
import { createTask } from "./create-task.ts";
import { addTaskFile, addTaskLog, listTaskLogs, readTaskFile } from "./log-task.ts";
import { AddTaskLog, ChangeTask, CreateTask, TaskLogView } from "./model.ts";

const oneTask = "/api/v1/desk/case-parts/tasks/:taskId";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "casework";

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const taskIn = (params: Record<string, string>): string => idIn(params, "taskId", "task");

export const taskRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/my-work",
    access: act("case.read"),
    summary: "One's own tasks and improvements over all cases, and the cases that one follows",
    tag,
    response: MyWork,
    handle: async ({ ctx }) => await listMyWork(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/cases/:caseId/tasks",
    access: act("case.change"),
    summary: "Put a task on a case's list",
    tag,
    body: CreateTask.omit({ caseId: true }),
    response: Changed,
    status: 201,
    handle: async ({ ctx, body, params }) => await createTask(ctx, { ...body, caseId: idIn(params, "caseId", "case") }),
  }),
  route({
    method: "patch",
    path: oneTask,
    access: act("case.change"),
    summary: "Change a task, on the version that was seen",
    tag,
    body: ChangeTask.omit({ taskId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) => await changeTask(ctx, { ...body, taskId: taskIn(params) }),
  }),
  route({
    method: "get",
    path: `${oneTask}/logs`,
    access: act("case.read"),
    summary: "What was done for a task",
    tag,
    response: z.object({ rows: z.array(TaskLogView) }),
    handle: async ({ ctx, params }) => await listTaskLogs(ctx, taskIn(params)),
  }),
  route({
    method: "post",
    path: `${oneTask}/logs`,
    access: act("case.change"),
    summary: "Write down what was done for a task",
    tag,
    body: AddTaskLog.omit({ taskId: true }),
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await addTaskLog(ctx, { ...body, taskId: taskIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneTask}/files`,
    access: act("case.change"),
    summary: "Add a file to what was done for a task; its bytes are the body",
    tag,
    query: z.strictObject({ note: words(20_000).default("") }),
    rawBody: ["application/octet-stream"],
    headers: { "file-name": "The file's name, percent-encoded." },
    response: z.object({ id: z.string(), sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, c, query, params }) =>
      await addTaskFile(ctx, taskIn(params), {
        request: c.req.raw,
        name: c.req.header("file-name"),
        note: query.note,
      }),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/case-parts/files/:fileId",
    access: act("file.download"),
    summary: "A file of a task's log, to be saved",
    tag,
    handle: async ({ ctx, params }) => await readTaskFile(ctx, idIn(params, "fileId", "file")),
  }),
];
