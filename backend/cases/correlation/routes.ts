// Correlation over HTTP: what may belong to a report or a case, and values that are not taken for a link.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { similarToCase, similarToReport } from "./find-similar.ts";
import { heedValue, ignoreValue, listIgnored } from "./ignore-value.ts";
import { EndIgnored, IgnoredView, IgnoreValue, Suggestion } from "./model.ts";

const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "correlation";
const Answer = z.object({ suggestions: z.array(Suggestion) });

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

export const correlationRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/reports/:reportId/similar",
    access: act("report.read"),
    summary: "What may belong to a report, each with its reasons",
    tag,
    response: Answer,
    handle: async ({ ctx, params }) => await similarToReport(ctx, idIn(params, "reportId", "report")),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/cases/:caseId/similar",
    access: act("case.read"),
    summary: "What may belong to a case, each with its reasons",
    tag,
    response: Answer,
    handle: async ({ ctx, params }) => await similarToCase(ctx, idIn(params, "caseId", "case")),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/ignored-values",
    access: act("report.read"),
    summary: "Values that are not taken for a link between reports",
    tag,
    response: z.object({ values: z.array(IgnoredView) }),
    handle: async ({ ctx }) => await listIgnored(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/ignored-values",
    access: act("report.assess"),
    summary: "No longer take a value for a link, with a reason",
    tag,
    body: IgnoreValue,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await ignoreValue(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/ignored-values/:valueId/end",
    access: act("report.assess"),
    summary: "Take a value for a link again",
    tag,
    body: EndIgnored,
    handle: async ({ ctx, params }) => await heedValue(ctx, idIn(params, "valueId", "ignored value")),
  }),
];
