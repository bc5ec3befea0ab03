// The graph of links over HTTP.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { CaseGraph } from "./model.ts";
import { readCaseGraph } from "./read-graph.ts";

export const graphRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/cases/:caseId/graph",
    access: { kind: "act", act: "case.read" },
    summary:
      "What a case is linked with: its reports, values, assets, constituents, and cases and reports that share a value",
    tag: "desk",
    response: CaseGraph,
    handle: async ({ ctx, params }) => await readCaseGraph(ctx, params["caseId"] ?? ""),
  }),
];
