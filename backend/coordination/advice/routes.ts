// Requests for advice over HTTP: the desk's queue, the answer, the page for everybody; and a constituent's own questions.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { answerAdvice, listOwnAdvice } from "./answer-advice.ts";
import { askAdviceSignedIn } from "./ask-advice.ts";
import {
  AdviceLine,
  adviceStates,
  AdviceView,
  AnswerAdvice,
  AskAdviceSignedIn,
  AskPage,
  OwnAdvice,
  WritePage,
} from "./model.ts";
import { askToPublishPage, writePage } from "./publish-page.ts";
import { listAdvice, readAdvice } from "./read-advice.ts";

const root = "/api/v1/advice";
const one = `${root}/:adviceId`;
const tag = "advice";
const read = { kind: "act", act: "case.read" } as const;
const own = { kind: "act", act: "advice.own" } as const;
const write = { kind: "act", act: "advisory.write" } as const;
const idOf = (params: Record<string, string>): string => params["adviceId"] ?? "";

export const adviceRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "Requests for advice: what waits first",
    tag,
    query: z.strictObject({ state: z.enum(adviceStates, `Expected one of ${adviceStates.join(", ")}.`).optional() }),
    response: z.object({ rows: z.array(AdviceLine) }),
    handle: async ({ ctx, query }) => await listAdvice(ctx, query.state ?? null),
  }),
  route({
    method: "get",
    path: "/api/v1/own-advice",
    access: own,
    summary: "The own organisation's questions and their answers",
    tag,
    response: z.object({ rows: z.array(OwnAdvice) }),
    handle: async ({ ctx }) => await listOwnAdvice(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/own-advice",
    access: own,
    summary: "Ask the national team for advice",
    tag,
    body: AskAdviceSignedIn,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await askAdviceSignedIn(ctx, body),
  }),
  route({
    method: "get",
    path: one,
    access: read,
    summary: "One request for advice, its answer and its page for everybody",
    tag,
    response: AdviceView,
    handle: async ({ ctx, params }) => await readAdvice(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/answer`,
    access: { kind: "act", act: "report.answer" },
    summary: "Answer, or decline with a reason; who asked is told that an answer waits",
    tag,
    body: AnswerAdvice,
    response: z.object({ version: z.int() }),
    handle: async ({ ctx, body, params }) => await answerAdvice(ctx, idOf(params), body),
  }),
  route({
    method: "put",
    path: `${one}/page`,
    access: write,
    summary: "Write the question and answer for everybody, without who asked",
    tag,
    body: WritePage,
    response: z.object({ version: z.int() }),
    handle: async ({ ctx, body, params }) => await writePage(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/page/ask`,
    access: write,
    summary: "Ask a second person to release the page",
    tag,
    body: AskPage,
    response: z.object({ requestId: z.string() }),
    handle: async ({ ctx, body, params }) => await askToPublishPage(ctx, idOf(params), body),
  }),
];
