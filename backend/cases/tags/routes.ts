// Tags over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { listTags, tagCase, tagReport } from "./keep-tags.ts";
import { ChangeTags, Tagged } from "./model.ts";

const tag = "desk";

function idIn(value: string | undefined, what: string): string {
  if (value === undefined || !isId(value)) throw notFound(what);
  return value;
}

export const tagRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/tags",
    access: { kind: "act", act: "report.read" },
    summary: "The tags that the desk uses, the most used first",
    tag,
    response: z.object({ tags: z.array(z.string()) }),
    handle: async ({ ctx }) => await listTags(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/reports/:reportId/tags",
    access: { kind: "act", act: "report.assign" },
    summary: "Put tags on a report, or take them off",
    tag,
    body: ChangeTags,
    response: Tagged,
    handle: async ({ ctx, body, params }) => await tagReport(ctx, idIn(params["reportId"], "report"), body),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/cases/:caseId/tags",
    access: { kind: "act", act: "case.change" },
    summary: "Put tags on a case, or take them off",
    tag,
    body: ChangeTags,
    response: Tagged,
    handle: async ({ ctx, body, params }) => await tagCase(ctx, idIn(params["caseId"], "case"), body),
  }),
];
