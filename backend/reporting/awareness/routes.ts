// Campaigns, trainings and surveys over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addCampaign, countAttendance, endCampaign, listCampaigns, restoreCampaign } from "./keep-campaigns.ts";
import { closeSurvey, listSurveys, makeSurvey, reopenSurvey, typePaperAnswer } from "./keep-surveys.ts";
import { AddCampaign, CampaignView, CountAttendance, MakeSurvey, SurveyView, TypePaperAnswer } from "./model.ts";

const root = "/api/v1/committee";
const tag = "committee";
const change = { kind: "act", act: "review.change" } as const;
const read = { kind: "act", act: "review.read" } as const;
const Added = z.object({ id: z.string() });

/** @throws AppError not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(name.replace(/Id$/, ""));
  return id;
}

export const awarenessRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${root}/campaigns`,
    access: read,
    summary: "Campaigns and trainings with who came, by group",
    tag,
    response: z.object({ campaigns: z.array(CampaignView) }),
    handle: async ({ ctx }) => ({ campaigns: await listCampaigns(ctx) }),
  }),
  route({
    method: "post",
    path: `${root}/campaigns`,
    access: change,
    summary: "Enter a campaign or a training",
    tag,
    body: AddCampaign,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await addCampaign(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/campaigns/:campaignId/attendances`,
    access: change,
    summary: "Count who came on a day",
    tag,
    body: CountAttendance,
    response: Added,
    status: 201,
    handle: async ({ ctx, params, body }) => await countAttendance(ctx, idOf(params, "campaignId"), body),
  }),
  route({
    method: "post",
    path: `${root}/campaigns/:campaignId/end`,
    access: change,
    summary: "Take a campaign off the lists",
    tag,
    handle: async ({ ctx, params }) => await endCampaign(ctx, idOf(params, "campaignId")),
  }),
  route({
    method: "post",
    path: `${root}/campaigns/:campaignId/restore`,
    access: change,
    summary: "Put a campaign that was taken off back on the lists",
    tag,
    handle: async ({ ctx, params }) => await restoreCampaign(ctx, idOf(params, "campaignId")),
  }),
  route({
    method: "get",
    path: `${root}/surveys`,
    access: read,
    summary: "Surveys with what was answered, counted",
    tag,
    response: z.object({ surveys: z.array(SurveyView) }),
    handle: async ({ ctx }) => ({ surveys: await listSurveys(ctx) }),
  }),
  route({
    method: "post",
    path: `${root}/surveys`,
    access: change,
    summary: "Make a survey of citizens",
    tag,
    body: MakeSurvey,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await makeSurvey(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/surveys/:surveyId/answers`,
    access: change,
    summary: "Type in an answer that was given on paper",
    tag,
    body: TypePaperAnswer,
    handle: async ({ ctx, params, body }) => await typePaperAnswer(ctx, idOf(params, "surveyId"), body),
  }),
  route({
    method: "post",
    path: `${root}/surveys/:surveyId/close`,
    access: change,
    summary: "Close a survey before its day",
    tag,
    handle: async ({ ctx, params }) => await closeSurvey(ctx, idOf(params, "surveyId")),
  }),
  route({
    method: "post",
    path: `${root}/surveys/:surveyId/reopen`,
    access: change,
    summary: "Open a survey again that was closed before its day",
    tag,
    handle: async ({ ctx, params }) => await reopenSurvey(ctx, idOf(params, "surveyId")),
  }),
];
