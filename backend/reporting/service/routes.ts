// The team's own service levels over HTTP: targets, clocks beside a report or a case, pauses, what was measured.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { readLevels, setLevels } from "./keep-levels.ts";
import { exportMeasures, readMeasures } from "./measure-service.ts";
import { LevelsView, MeasuresQuery, MeasuresView, PauseService, ServiceView, SetLevels } from "./model.ts";
import { pauseService, resumeService } from "./pause-service.ts";
import { readService } from "./read-service.ts";

const root = "/api/v1/service";
const tag = "service";
const read = { kind: "act", act: "case.read" } as const;

export const serviceRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${root}/levels`,
    access: read,
    summary: "The team's own targets and business hours in force, and when they were set",
    tag,
    response: LevelsView,
    handle: async ({ ctx }) => await readLevels(ctx),
  }),
  route({
    method: "post",
    path: `${root}/levels`,
    access: { kind: "act", act: "service.shape" },
    summary: "Set targets and business hours for what begins from now on",
    tag,
    body: SetLevels,
    response: z.object({ number: z.int() }),
    status: 201,
    handle: async ({ ctx, body }) => await setLevels(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/measures`,
    access: read,
    summary: "How long the team took, month by month: median and nine in ten, by kind and severity",
    tag,
    query: MeasuresQuery,
    response: MeasuresView,
    handle: async ({ ctx, query }) => await readMeasures(ctx, query.months),
  }),
  route({
    method: "get",
    path: `${root}/measures.csv`,
    access: read,
    summary: "The same as a sheet",
    tag,
    query: MeasuresQuery,
    handle: async ({ ctx, query }) =>
      new Response(await exportMeasures(ctx, query.months), {
        headers: {
          "content-type": "text/csv; charset=utf-8; header=present",
          "content-disposition": 'attachment; filename="service-levels.csv"',
          "cache-control": "private, no-store",
        },
      }),
  }),
  route({
    method: "get",
    path: `${root}/cases/:caseId`,
    access: read,
    summary: "The clocks beside a case, and apart from them those of the law",
    tag,
    response: ServiceView,
    handle: async ({ ctx, params }) => await readService(ctx, "case", params["caseId"] ?? ""),
  }),
  route({
    method: "get",
    path: `${root}/reports/:reportId`,
    access: { kind: "act", act: "report.read" },
    summary: "The clocks beside a report, and apart from them those of the law",
    tag,
    response: ServiceView,
    handle: async ({ ctx, params }) => await readService(ctx, "report", params["reportId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${root}/pauses`,
    access: { kind: "act", act: "case.change" },
    summary: "Wait for somebody: the team's own clock stops, with the reason; none of the law does",
    tag,
    body: PauseService,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await pauseService(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/pauses/:pauseId/end`,
    access: { kind: "act", act: "case.change" },
    summary: "Set the clock going again",
    tag,
    response: z.object({ id: z.string() }),
    handle: async ({ ctx, params }) => {
      const id = params["pauseId"] ?? "";
      if (!isId(id)) throw notFound("pause");
      return await resumeService(ctx, id);
    },
  }),
];
