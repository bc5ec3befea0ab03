// The officer's inbox of filings over HTTP, and the entity's answers to what was asked.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { EnteredPaperAnswer, FilingAnswer, InboxAnswer, InboxStepAnswer } from "./answers/model.ts";
import { act, idIn, tag } from "../offices/route-parts.ts";
import { takePaper } from "./enter-paper.ts";
import { answerQuestion, listInbox, readFiling, takeInboxStep } from "./handle-filing.ts";
import { AnswerQuestion, InboxQuery, InboxStep } from "./model.ts";

const path = "/api/v1/office/filings";

export const inboxRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access: act("authority.read"),
    summary: "Filings with this authority, and nobody else's",
    tag,
    query: z.strictObject(InboxQuery.shape),
    response: InboxAnswer,
    handle: async ({ ctx, query }) => ({ rows: await listInbox(ctx, query) }),
  }),
  route({
    method: "post",
    path,
    access: act("authority.work"),
    summary: "Enter a filing from paper: the field input as JSON, the scan as file; the day of its arrival counts",
    tag,
    rawBody: ["multipart/form-data"],
    response: EnteredPaperAnswer,
    status: 201,
    handle: async ({ ctx, c }) => await takePaper(ctx, c.req.raw),
  }),
  route({
    method: "get",
    path: `${path}/:id`,
    access: act("authority.read"),
    summary: "One filing: the authority's own part of it",
    tag,
    response: FilingAnswer,
    handle: async ({ ctx, params }) => await readFiling(ctx, idIn(params, "id", "filing")),
  }),
  route({
    method: "post",
    path: `${path}/:id/steps`,
    access: act("authority.work"),
    summary: "Acknowledge a filing, ask about it, close it",
    tag,
    body: z.strictObject({ step: InboxStep }),
    response: InboxStepAnswer,
    handle: async ({ ctx, body, params }) => await takeInboxStep(ctx, idIn(params, "id", "filing"), body.step),
  }),
  route({
    method: "post",
    path: "/api/v1/console/authority/questions/:id/answer",
    access: act("authority.answer"),
    summary: "Answer an authority's question about a filing",
    tag,
    body: AnswerQuestion,
    status: 204,
    handle: async ({ ctx, body, params }) => await answerQuestion(ctx, idIn(params, "id", "question"), body),
  }),
];
