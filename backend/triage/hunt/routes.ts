// Hunts over HTTP: start, list, read, cancel.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { cancelHunt } from "./cancel-hunt.ts";
import { HuntPage, HuntView, StartHunt } from "./model.ts";
import { listHunts, readHunt } from "./read-hunts.ts";
import { startHunt } from "./start-hunt.ts";

function idOf(params: Record<string, string>): string {
  const id = params["huntId"] ?? "";
  if (!isId(id)) throw notFound("hunt");
  return id;
}

export const huntRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: "/api/v1/hunts",
    access: { kind: "act", act: "hunt.start" },
    summary: "Look for a value, a list or a rule in everything that is stored",
    tag: "hunts",
    body: StartHunt,
    response: z.object({ id: z.string() }),
    status: 202,
    handle: async ({ ctx, body }) => await startHunt(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/hunts",
    access: { kind: "act", act: "report.read" },
    summary: "The newest hundred hunts with their progress",
    tag: "hunts",
    response: z.object({ hunts: z.array(HuntView) }),
    handle: async ({ ctx }) => await listHunts(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/hunts/:huntId",
    access: { kind: "act", act: "report.read" },
    summary: "A hunt with the reports and constituents that it touches",
    tag: "hunts",
    response: HuntPage,
    handle: async ({ ctx, params }) => await readHunt(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: "/api/v1/hunts/:huntId/cancel",
    access: { kind: "act", act: "hunt.start" },
    summary: "Stop a hunt; what it found until then stays",
    tag: "hunts",
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => await cancelHunt(ctx, idOf(params)),
  }),
];
