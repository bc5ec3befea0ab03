// The desk's one search over HTTP.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { SearchQuery, SearchView } from "./model.ts";
import { search } from "./search.ts";

export const searchRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/search",
    access: { kind: "act", act: "report.read" },
    summary: "Reports, cases, constituents and values that hold what was typed, each with why",
    tag: "desk",
    query: SearchQuery,
    response: SearchView,
    handle: async ({ ctx, query }) => await search(ctx, query),
  }),
];
