// Relations between constituents and critical functions over HTTP.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { idOf } from "../id-of.ts";
import { addRelation } from "./add-relation.ts";
import { endRelation } from "./end-relation.ts";
import { importFunctions } from "./import-functions.ts";
import { AddRelation, EndRelation, FunctionView, ImpactView, ImportFunctions, SetPerformer } from "./model.ts";
import { listFunctions, readImpact } from "./read-relations.ts";
import { setPerformer } from "./set-performer.ts";

const change = { kind: "act", act: "registry.change" } as const;
const read = { kind: "act", act: "registry.read" } as const;
const tag = "registry";

export const relationRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: "/api/v1/registry/relations",
    access: change,
    summary: "Say that a constituent provides something for another, or depends on it",
    tag,
    body: AddRelation,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addRelation(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/relations/:relationId/end",
    access: change,
    summary: "Say since when a relation stands no longer",
    tag,
    body: EndRelation.omit({ relationId: true }),
    handle: async ({ ctx, body, params }) =>
      await endRelation(ctx, { ...body, relationId: idOf(params, "relationId", "relation") }),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/functions",
    access: read,
    summary: "The nation's critical functions, and who performs them",
    tag,
    response: z.object({ rows: z.array(FunctionView) }),
    handle: async ({ ctx }) => ({ rows: await listFunctions(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/functions",
    access: change,
    summary: "Bring in the nation's list of critical functions",
    tag,
    body: ImportFunctions,
    response: z.object({ added: z.number().int(), changed: z.number().int() }),
    handle: async ({ ctx, body }) => await importFunctions(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/functions/:functionId/performers",
    access: change,
    summary: "Say that a constituent performs a critical function, and since when or until when",
    tag,
    body: SetPerformer.omit({ functionId: true }),
    handle: async ({ ctx, body, params }) =>
      await setPerformer(ctx, { ...body, functionId: idOf(params, "functionId", "function") }),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/constituents/:constituentId/impact",
    access: read,
    summary: "Which constituents and functions are touched when this constituent stops",
    tag,
    response: ImpactView,
    handle: async ({ ctx, params }) => await readImpact(ctx, idOf(params, "constituentId", "constituent")),
  }),
];
