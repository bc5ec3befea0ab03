// Notifications to many over HTTP, for the desk. Whoever is notified answers on a page of the portal.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { answerAtDesk } from "./answer-run.ts";
import { replyToAnswer } from "./reply-answer.ts";
import {
  ActOnRun,
  AnswerForOther,
  ChangeRun,
  FindingKinds,
  notifyLanguages,
  OwnNotification,
  ReachedConstituent,
  ReplyToAnswer,
  RunLine,
  RunPreview,
  RunTarget,
  RunView,
  TargetsQuery,
  WriteRun,
} from "./model.ts";
import { isId } from "../../platform/ids/index.ts";
import { answerOwnNotice, listOwnNotices } from "./own-notices.ts";
import { listRuns, previewRun, readKinds, readReach, readRun, readTargets } from "./read-runs.ts";
import { endRun, pauseRun, resumeRun } from "./start-run.ts";
import { askToSend, changeRun, createRun } from "./write-run.ts";

const access = { kind: "act", act: "notification.write" } as const;
const tag = "notifications";
const root = "/api/v1/notifications";
const one = `${root}/:runId`;
const idOf = (params: Record<string, string>): string => params["runId"] ?? "";

const act = (
  name: string,
  summary: string,
  verb: (ctx: Parameters<typeof pauseRun>[0], id: string, body: ActOnRun) => Promise<void>,
) =>
  route({
    method: "post",
    path: `${one}/${name}`,
    access,
    summary,
    tag,
    body: ActOnRun,
    handle: async ({ ctx, body, params }) => await verb(ctx, idOf(params), body),
  });

export const notificationRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Notifications to many, the newest first",
    tag,
    response: z.object({ runs: z.array(RunLine) }),
    handle: async ({ ctx }) => ({ runs: await listRuns(ctx) }),
  }),
  route({
    method: "get",
    path: `${root}/kinds`,
    access,
    summary: "Kinds of finding, ports and lists to choose from",
    tag,
    response: FindingKinds,
    handle: async ({ ctx }) => await readKinds(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Write a notification: which findings, in which words, to which roles",
    tag,
    body: WriteRun,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await createRun(ctx, body),
  }),
  route({
    method: "get",
    path: one,
    access,
    summary: "One notification with its numbers",
    tag,
    response: RunView,
    handle: async ({ ctx, params }) => await readRun(ctx, idOf(params)),
  }),
  route({
    method: "put",
    path: one,
    access,
    summary: "Change a notification that nobody was asked to release",
    tag,
    body: ChangeRun,
    handle: async ({ ctx, body, params }) => await changeRun(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: `${one}/reach`,
    access,
    summary: "Whom it would reach, by pages",
    tag,
    query: TargetsQuery.omit({ state: true }),
    response: z.object({ rows: z.array(ReachedConstituent), next: z.string().nullable() }),
    handle: async ({ ctx, params, query }) => await readReach(ctx, idOf(params), query),
  }),
  route({
    method: "get",
    path: `${one}/preview/:constituentId`,
    access,
    summary: "Exactly what leaves to one constituent",
    tag,
    response: z.object({ mails: z.array(RunPreview) }),
    handle: async ({ ctx, params }) => await previewRun(ctx, idOf(params), params["constituentId"] ?? ""),
  }),
  route({
    method: "get",
    path: `${one}/targets`,
    access,
    summary: "How it stands with each constituent, by pages",
    tag,
    query: TargetsQuery,
    response: z.object({ rows: z.array(RunTarget), next: z.string().nullable() }),
    handle: async ({ ctx, params, query }) => await readTargets(ctx, idOf(params), query),
  }),
  route({
    method: "post",
    path: `${one}/ask`,
    access,
    summary: "Ask a second person to release it",
    tag,
    body: ActOnRun,
    response: z.object({ requestId: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await askToSend(ctx, idOf(params), body),
  }),
  act("pause", "Let nothing more leave for now", pauseRun),
  act("resume", "Go on", resumeRun),
  act("end", "End it: no more mails, reminders and answers", endRun),
  route({
    method: "post",
    path: `${one}/answers`,
    access,
    summary: "Write down what a constituent answered on the telephone",
    tag,
    body: AnswerForOther,
    handle: async ({ ctx, body, params }) => await answerAtDesk(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: "/api/v1/own/notifications",
    access: { kind: "act", act: "entry.read" },
    summary: "A constituent's own notifications, with what was found at its place",
    tag,
    query: z.strictObject({ language: z.enum(notifyLanguages, { error: "Expected fr, en or mn." }).default("fr") }),
    response: z.object({ rows: z.array(OwnNotification) }),
    handle: async ({ ctx, query }) => ({ rows: await listOwnNotices(ctx, query.language) }),
  }),
  route({
    method: "post",
    path: "/api/v1/own/notifications/:runId/answers",
    access: { kind: "act", act: "entry.read" },
    summary: "Answer a notification from the own room",
    tag,
    body: AnswerForOther,
    handle: async ({ ctx, params, body }) => {
      const runId = params["runId"] ?? "";
      if (!isId(runId)) throw notFound("notification");
      return await answerOwnNotice(ctx, runId, body);
    },
  }),
  route({
    method: "post",
    path: "/api/v1/notification-answers/:answerId/reply",
    access,
    summary: "Reply by mail to whoever answered by link",
    tag,
    body: ReplyToAnswer,
    handle: async ({ ctx, body, params }) => {
      const id = params["answerId"];
      if (id === undefined) throw notFound("answer");
      return await replyToAnswer(ctx, id, body);
    },
  }),
];
