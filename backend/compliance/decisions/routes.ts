// Plenary sessions over HTTP.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { Made, Version } from "../offices/answers/model.ts";
import { SessionAnswer, SessionsAnswer } from "./answers/model.ts";
import { act, idIn, tag } from "../offices/route-parts.ts";
import { callSession, takeSessionStep } from "./keep-sessions.ts";
import { CallSession, SessionStep } from "./model.ts";
import { listSessions, readSession } from "./read-sessions.ts";

const path = "/api/v1/office/sessions";

export const sessionRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access: act("authority.read"),
    summary: "Plenary sessions",
    tag,
    response: SessionsAnswer,
    handle: async ({ ctx }) => ({ rows: await listSessions(ctx) }),
  }),
  route({
    method: "post",
    path,
    access: act("authority.decide"),
    summary: "Call a plenary session",
    tag,
    body: CallSession,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await callSession(ctx, body),
  }),
  route({
    method: "get",
    path: `${path}/:id`,
    access: act("authority.read"),
    summary: "One session with its agenda",
    tag,
    response: SessionAnswer,
    handle: async ({ ctx, params }) => await readSession(ctx, idIn(params, "id", "session")),
  }),
  route({
    method: "post",
    path: `${path}/:id/steps`,
    access: act("authority.decide"),
    summary: "Agenda, opening, recusal, vote and end of a session",
    tag,
    body: z.strictObject({ version: z.int("Expected the version that was read.").min(1), step: SessionStep }),
    response: Version,
    handle: async ({ ctx, body, params }) =>
      await takeSessionStep(ctx, idIn(params, "id", "session"), body.version, body.step),
  }),
];
