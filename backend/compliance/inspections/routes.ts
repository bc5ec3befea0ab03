// Inspections over HTTP: plans, the list, one with its steps, evidence and minutes.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { Made, Version } from "../offices/answers/model.ts";
import {
  EvidenceAnswer,
  InspectionAnswer,
  InspectionsAnswer,
  OwnInspectionAnswer,
  PlansAnswer,
} from "./answers/model.ts";
import { takeBody } from "../offices/keep-files.ts";
import { act, idIn, pdfResponse, tag } from "../offices/route-parts.ts";
import { moveEvidence, takeEvidence } from "./keep-evidence.ts";
import { CustodyMove, DecidePlan, InspectionStep, PlanInspection, ProposePlan, TakeEvidence } from "./model.ts";
import { decidePlan, listPlans, planInspection, proposePlan } from "./plan-inspections.ts";
import { listInspections, readDraftMinutes, readInspection } from "./read-inspection.ts";
import { readOwnInspection } from "./read-own.ts";
import { takeInspectionStep } from "./take-step.ts";

const version = z.int("Expected the version that was read.").min(1);
const path = "/api/v1/office/inspections";

export const inspectionRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/office/plans",
    access: act("authority.read"),
    summary: "Plans of inspections",
    tag,
    response: PlansAnswer,
    handle: async ({ ctx }) => ({ rows: await listPlans(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/office/plans",
    access: act("authority.work"),
    summary: "Propose a plan of inspections",
    tag,
    body: ProposePlan,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await proposePlan(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/office/plans/:id/decision",
    access: act("authority.decide"),
    summary: "Approve or refuse a plan that somebody else made",
    tag,
    body: DecidePlan.omit({ planId: true }),
    handle: async ({ ctx, body, params }) => await decidePlan(ctx, { ...body, planId: idIn(params, "id", "plan") }),
  }),
  route({
    method: "get",
    path,
    access: act("authority.read"),
    summary: "The authority's inspections",
    tag,
    response: InspectionsAnswer,
    handle: async ({ ctx }) => ({ rows: await listInspections(ctx) }),
  }),
  route({
    method: "post",
    path,
    access: act("authority.work"),
    summary: "Plan one inspection",
    tag,
    body: PlanInspection,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await planInspection(ctx, body),
  }),
  route({
    method: "get",
    path: `${path}/:id`,
    access: act("authority.read"),
    summary: "One inspection",
    tag,
    response: InspectionAnswer,
    handle: async ({ ctx, params }) => await readInspection(ctx, idIn(params, "id", "inspection")),
  }),
  route({
    method: "post",
    path: `${path}/:id/steps`,
    access: act("authority.work"),
    summary: "Order, open, find, draw up, close or cancel an inspection",
    tag,
    body: z.strictObject({ version, step: InspectionStep }),
    response: Version,
    handle: async ({ ctx, body, params }) =>
      await takeInspectionStep(ctx, idIn(params, "id", "inspection"), body.version, body.step),
  }),
  route({
    method: "post",
    path: `${path}/:id/evidence`,
    access: act("authority.work"),
    summary:
      "Take a thing or a file into custody; of a file the bytes are the body, and what is said of it stands in the query",
    tag,
    query: TakeEvidence,
    rawBody: [
      "application/octet-stream",
      "application/pdf",
      "image/jpeg",
      "image/png",
      "text/plain",
      "application/zip",
    ],
    headers: { "file-name": "The file's name, percent-encoded; absent for a thing that is no file." },
    response: EvidenceAnswer,
    status: 201,
    handle: async ({ ctx, c, query, params }) => {
      const id = idIn(params, "id", "inspection");
      const name = c.req.header("file-name");
      return await takeEvidence(ctx, id, query, name === undefined ? null : await takeBody(ctx, c.req.raw, name));
    },
  }),
  route({
    method: "post",
    path: `${path}/:id/custody`,
    access: act("authority.work"),
    summary: "Hand evidence over, acknowledge it, seal or unseal it",
    tag,
    body: CustodyMove,
    handle: async ({ ctx, body, params }) => await moveEvidence(ctx, idIn(params, "id", "inspection"), body),
  }),
  route({
    method: "get",
    path: `${path}/:id/minutes`,
    access: act("authority.read"),
    summary: "The minutes as they stand, to print; the closed version is a file of the inspection",
    tag,
    handle: async ({ ctx, params }) => pdfResponse(await readDraftMinutes(ctx, idIn(params, "id", "inspection"))),
  }),
  route({
    method: "get",
    path: "/api/v1/console/authority/inspections/:id",
    access: act("shared.read"),
    summary: "An inspection of the entity itself, once it was announced or its minutes were closed",
    tag,
    response: OwnInspectionAnswer,
    handle: async ({ ctx, params }) => await readOwnInspection(ctx, idIn(params, "id", "inspection")),
  }),
];
