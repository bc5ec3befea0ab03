// Translations over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { keepTranslation, listTranslations } from "./keep-translation.ts";
import { KeepTranslation, TranslationView } from "./model.ts";

const path = "/api/v1/desk/reports/:reportId/translations";
const tag = "desk";

function reportIn(params: Record<string, string>): string {
  const { reportId } = params;
  if (reportId === undefined || !isId(reportId)) throw notFound("report");
  return reportId;
}

export const translationRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access: { kind: "act", act: "report.read" },
    summary: "What was translated of a report and its messages, each version, the newest first",
    tag,
    response: z.object({ rows: z.array(TranslationView) }),
    handle: async ({ ctx, params }) => await listTranslations(ctx, reportIn(params)),
  }),
  route({
    method: "post",
    path,
    access: { kind: "act", act: "report.assess" },
    summary: "Keep a translation of a report's text or of a message, as one version more",
    tag,
    body: KeepTranslation,
    status: 201,
    response: z.object({ id: z.string(), version: z.int() }),
    handle: async ({ ctx, body, params }) => await keepTranslation(ctx, reportIn(params), body),
  }),
];
