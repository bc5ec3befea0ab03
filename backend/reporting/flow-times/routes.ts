// How long the portal's flows take and how easy they were found, over HTTP, for the team.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { FlowTimesView, periodsWeeks } from "./model.ts";
import { readFlowTimes } from "./read-flow-times.ts";

const Asked = z.strictObject({
  weeks: z
    .enum(["4", "12", "52"], { error: `Expected one of ${periodsWeeks.join(", ")}.` })
    .default("12")
    .transform(Number),
});

export const flowTimeRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/flow-times",
    access: { kind: "act", act: "health.read" },
    summary: "How long the portal's flows take and how easy they were found, counted without anybody's identity",
    tag: "desk",
    query: Asked,
    response: FlowTimesView,
    handle: async ({ ctx, query }) => await readFlowTimes(ctx, query.weeks),
  }),
];
