// Findings explained, over HTTP.
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { ExplanationQuery } from "./model.ts";
import { readExplanation } from "./read-explanation.ts";

export const explanationRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/findings/:findingId/explanation",
    access: { kind: "act", act: "report.read" },
    summary: "Why a rule was true: the rule in words, what held, what matched in place, the rule's history",
    tag: "desk",
    query: ExplanationQuery,
    handle: async ({ ctx, params, query }) => await readExplanation(ctx, params["findingId"] ?? "", query.language),
  }),
];
