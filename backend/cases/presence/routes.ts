// Presence at reports, holds, and everybody's presence at once, over HTTP. Presence at one case stands with the case's work.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { giveHold, takeHold } from "./keep-hold.ts";
import { DeskPresence, Hold, PresenceView, type PresentIn, TakeHold, TellPresence } from "./model.ts";
import { leavePresence, readDeskPresence, tellPresence } from "./tell-presence.ts";

const tag = "desk";
const Held = z.object({ hold: Hold });
const report = "/api/v1/desk/reports/:reportId";

function idIn(params: Record<string, string>, kind: PresentIn): string {
  const id = params[`${kind}Id`] ?? "";
  if (!isId(id)) throw notFound(kind);
  return id;
}

function holdsOf(kind: PresentIn, act: string): RouteDeclaration[] {
  const path = kind === "report" ? `${report}/hold` : "/api/v1/desk/cases/:caseId/hold";
  return [
    route({
      method: "post",
      path,
      access: { kind: "act", act },
      summary: `Say that one has the ${kind} in hand for ten minutes, or take that over`,
      tag,
      body: TakeHold,
      response: Held,
      handle: async ({ ctx, body, params }) => await takeHold(ctx, kind, idIn(params, kind), body),
    }),
    route({
      method: "delete",
      path,
      access: { kind: "act", act },
      summary: `Say that one has the ${kind} in hand no more`,
      tag,
      response: Held,
      handle: async ({ ctx, params }) => await giveHold(ctx, kind, idIn(params, kind)),
    }),
  ];
}

export const holdRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/presence",
    access: { kind: "act", act: "report.read" },
    summary: "Who has which report or case open, who writes, and who has what in hand",
    tag,
    response: DeskPresence,
    handle: async ({ ctx }) => await readDeskPresence(ctx),
  }),
  route({
    method: "post",
    path: `${report}/presence`,
    access: { kind: "act", act: "report.read" },
    summary: "Say that one looks at the report, and hear who else does",
    tag,
    body: TellPresence,
    response: PresenceView,
    handle: async ({ ctx, body, params }) => await tellPresence(ctx, "report", idIn(params, "report"), body),
  }),
  route({
    method: "delete",
    path: `${report}/presence`,
    access: { kind: "act", act: "report.read" },
    summary: "Say that one has closed the report's page",
    tag,
    handle: async ({ ctx, params }) => await leavePresence(ctx, "report", idIn(params, "report")),
  }),
  ...holdsOf("report", "report.assign"),
  ...holdsOf("case", "case.change"),
];
