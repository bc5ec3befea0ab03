// Complaints over HTTP: the officers' side and the entity's; the complainant's stands in the portal.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { Version } from "../offices/answers/model.ts";
import { ComplaintAnswer, ComplaintsAnswer, EnteredAnswer, HearingAnswer } from "./answers/model.ts";
import { act, idIn, tag } from "../offices/route-parts.ts";
import { enterComplaint } from "./hand-in.ts";
import { AnswerHearing, ComplaintStep, EnterComplaint } from "./model.ts";
import { listComplaints, readComplaint, readHearing } from "./read-complaints.ts";
import { answerHearing, takeComplaintStep } from "./take-step.ts";

const path = "/api/v1/office/complaints";
const console = "/api/v1/console/authority/complaints";

export const complaintRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access: act("authority.read"),
    summary: "Complaints to the authority",
    tag,
    response: ComplaintsAnswer,
    handle: async ({ ctx }) => ({ rows: await listComplaints(ctx) }),
  }),
  route({
    method: "post",
    path,
    access: act("authority.work"),
    summary: "Enter a complaint from paper; the day of its arrival counts",
    tag,
    body: EnterComplaint,
    response: EnteredAnswer,
    status: 201,
    handle: async ({ ctx, body }) => await enterComplaint(ctx, body),
  }),
  route({
    method: "get",
    path: `${path}/:id`,
    access: act("authority.read"),
    summary: "One complaint",
    tag,
    response: ComplaintAnswer,
    handle: async ({ ctx, params }) => await readComplaint(ctx, idIn(params, "id", "complaint")),
  }),
  route({
    method: "post",
    path: `${path}/:id/steps`,
    access: act("authority.work"),
    summary: "Take, identify, admit, reject, hear, write or decide",
    tag,
    body: z.strictObject({ version: z.int("Expected the version that was read.").min(1), step: ComplaintStep }),
    response: Version,
    handle: async ({ ctx, body, params }) =>
      await takeComplaintStep(ctx, idIn(params, "id", "complaint"), body.version, body.step),
  }),
  route({
    method: "get",
    path: `${console}/:id`,
    access: act("shared.read"),
    summary: "A complaint in which the entity is heard, without who complained",
    tag,
    response: HearingAnswer,
    handle: async ({ ctx, params }) => await readHearing(ctx, idIn(params, "id", "complaint")),
  }),
  route({
    method: "post",
    path: `${console}/:id/answers`,
    access: act("authority.answer"),
    summary: "The entity's side of a complaint",
    tag,
    body: AnswerHearing,
    status: 204,
    handle: async ({ ctx, body, params }) => await answerHearing(ctx, idIn(params, "id", "complaint"), body),
  }),
];
