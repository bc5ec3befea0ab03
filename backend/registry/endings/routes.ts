// The end of an organisation over HTTP.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { idOf } from "../id-of.ts";
import { endConstituent, undoEnding } from "./end-constituent.ts";
import { EndConstituent, EndingAnswer } from "./model.ts";
import { readEnding } from "./read-ending.ts";

const tag = "registry";
const change = { kind: "act", act: "registry.change" } as const;

export const endingRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/registry/constituents/:constituentId/ending",
    access: { kind: "act", act: "registry.read" },
    summary: "Since when and why an organisation is no more, who goes on for it, and for whom it goes on itself",
    tag,
    response: EndingAnswer,
    handle: async ({ ctx, params }) => await readEnding(ctx, idOf(params, "constituentId", "constituent")),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/endings",
    access: change,
    summary: "Say that an organisation has ended: what it has ends with it, its history stays, its people are told",
    tag,
    body: EndConstituent,
    response: z.object({ id: z.string(), ended: z.number().int() }),
    status: 201,
    handle: async ({ ctx, body }) => await endConstituent(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/endings/:endingId/undo",
    access: change,
    summary: "Take an end back exactly; refused when something was changed since",
    tag,
    handle: async ({ ctx, params }) => await undoEnding(ctx, params["endingId"] ?? ""),
  }),
];
