// Takedown and blocking requests over HTTP, for the desk.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { askTakedown, noteTakedown, remindTakedown } from "./ask-takedown.ts";
import { AskTakedown, NoteTakedown, RemindTakedown, Takedowns, TakedownView } from "./model.ts";
import { listTakedowns, readTakedown } from "./read-takedowns.ts";

const access = { kind: "act", act: "takedown.write" } as const;
const tag = "takedowns";
const root = "/api/v1/takedowns";
const one = `${root}/:takedownId`;
const idOf = (params: Record<string, string>): string => params["takedownId"] ?? "";

export const takedownRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Takedown and blocking requests, the open ones first, with the time that each took",
    tag,
    response: Takedowns,
    handle: async ({ ctx }) => await listTakedowns(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Ask somebody outside to take something down or block it",
    tag,
    body: AskTakedown,
    response: z.object({ id: z.string(), reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await askTakedown(ctx, body),
  }),
  route({
    method: "get",
    path: one,
    access,
    summary: "One request with everything that was noted",
    tag,
    response: TakedownView,
    handle: async ({ ctx, params }) => await readTakedown(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/notes`,
    access,
    summary: "Note an answer, or what was seen when looking again",
    tag,
    body: NoteTakedown,
    handle: async ({ ctx, body, params }) => await noteTakedown(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/remind`,
    access,
    summary: "Ask again by mail",
    tag,
    body: RemindTakedown,
    handle: async ({ ctx, body, params }) => await remindTakedown(ctx, idOf(params), body),
  }),
];
