// Bodies over HTTP, for administrators.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addBody, changeBody, endBody, reopenBody } from "./keep-bodies.ts";
import { listBodies } from "./list-bodies.ts";
import { AddBody, BodiesView, ChangeBody, EndBody } from "./model.ts";

const root = "/api/v1/bodies";
const tag = "bodies";
const access = { kind: "act", act: "body.change" } as const;

/** @throws AppError not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>): string {
  const id = params["bodyId"] ?? "";
  if (!isId(id)) throw notFound("body");
  return id;
}

export const bodyRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Authorities, committee offices and peer teams, and the addressees of law that nobody stands for yet",
    tag,
    response: BodiesView,
    handle: async ({ ctx }) => await listBodies(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Enter a body",
    tag,
    body: AddBody,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addBody(ctx, body),
  }),
  route({
    method: "patch",
    path: `${root}/:bodyId`,
    access,
    summary: "Change what is known of a body",
    tag,
    body: ChangeBody,
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, params, body }) => await changeBody(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${root}/:bodyId/end`,
    access,
    summary: "End a body's part: nobody is invited there any more",
    tag,
    body: EndBody,
    handle: async ({ ctx, params, body }) => await endBody(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${root}/:bodyId/reopen`,
    access,
    summary: "Take back that a body was ended",
    tag,
    body: EndBody,
    handle: async ({ ctx, params, body }) => await reopenBody(ctx, idOf(params), body),
  }),
];
