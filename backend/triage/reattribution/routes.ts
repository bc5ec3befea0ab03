// Attribution after a corrected claim, over HTTP: which reports it touches, and applying it.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { applyAttribution } from "./apply-attribution.ts";
import { listTouched } from "./list-touched.ts";
import { ApplyAttribution, TouchedReports } from "./model.ts";

export const reattributionRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/triage/claims/:claimId/touched",
    access: { kind: "act", act: "report.read" },
    summary: "The reports whose attribution a corrected claim changes",
    tag: "triage",
    response: TouchedReports,
    handle: async ({ ctx, params }) => await listTouched(ctx, params["claimId"] ?? ""),
  }),
  route({
    method: "post",
    path: "/api/v1/triage/attributions",
    access: { kind: "act", act: "report.assess" },
    summary: "Apply the register of today to the attribution of reports",
    tag: "triage",
    body: ApplyAttribution,
    response: z.object({ changed: z.number().int() }),
    handle: async ({ ctx, body }) => await applyAttribution(ctx, body),
  }),
];
