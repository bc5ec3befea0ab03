// Requests of people about their own data over HTTP, for those of an entity who answer for data.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { RegisterRequest, RequestList, RequestListQuery, RequestQuery, RequestStep, RequestView } from "./model.ts";
import { exportRequests, listRequests, readRequest, RequestExportQuery } from "./read-requests.ts";
import { registerRequest } from "./register-request.ts";
import { takeRequestStep } from "./take-step.ts";

const root = "/api/v1/subject-requests";
const tag = "subject requests";
const read = { kind: "act", act: "subject.read" } as const;
const change = { kind: "act", act: "subject.change" } as const;

function requestIn(params: Record<string, string>): string {
  const id = params["requestId"] ?? "";
  if (!isId(id)) throw notFound("request");
  return id;
}

export const subjectRequestRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "Requests of people about their own data that the own entity received, with the time that the law sets",
    tag,
    query: RequestListQuery,
    response: RequestList,
    handle: async ({ ctx, query }) => await listRequests(ctx, query),
  }),
  route({
    method: "post",
    path: root,
    access: change,
    summary: "Register a request; its time is what the law sets, or none",
    tag,
    body: RegisterRequest,
    response: z.object({ id: z.string(), reference: z.string(), dueAt: z.string().nullable() }),
    status: 201,
    handle: async ({ ctx, body }) => await registerRequest(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/export`,
    access: read,
    summary: "The requests as a table",
    tag,
    query: RequestExportQuery,
    handle: async ({ ctx, query }) => await exportRequests(ctx, query),
  }),
  route({
    method: "get",
    path: `${root}/:requestId`,
    access: read,
    summary: "One request with the laws that speak of it and every step",
    tag,
    query: RequestQuery,
    response: RequestView,
    handle: async ({ ctx, params, query }) => await readRequest(ctx, requestIn(params), query),
  }),
  route({
    method: "post",
    path: `${root}/:requestId/steps`,
    access: change,
    summary: "The next step: identity, who sees to it, more time, the answer, the refusal, the end",
    tag,
    body: RequestStep,
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, params, body }) => await takeRequestStep(ctx, requestIn(params), body),
  }),
];
