// The rota and its alarms over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { acknowledgeAlarm, listAlarms, noteAlarmCall, raiseByHand } from "./keep-alarms.ts";
import { addException, addPattern, askSwap, endLine, setLadder, setReach, settleSwap } from "./keep-rota.ts";
import {
  AddException,
  AddPattern,
  AlarmView,
  AskSwap,
  NoteCall,
  RaiseAlarm,
  RotaView,
  SetLadder,
  SetReach,
  SettleSwap,
} from "./model.ts";
import { readRota } from "./read-rota.ts";
import { makeShiftFeed, readShiftFeed, stopShiftFeed } from "./shift-feed.ts";

const root = "/api/v1/rota";
const tag = "rota";
const read = { kind: "act", act: "case.read" } as const;
const alarm = { kind: "act", act: "duty.alarm" } as const;
const keep = { kind: "act", act: "duty.rota" } as const;
const Done = z.object({ id: z.string() });

function idIn(params: Record<string, string>, key: string, what: string): string {
  const id = params[key] ?? "";
  if (!isId(id)) throw notFound(what);
  return id;
}

export const rotaRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "Who is on call now and next, the weeks to come, hours that nobody has",
    tag,
    response: RotaView,
    handle: async ({ ctx }) => await readRota(ctx),
  }),
  route({
    method: "post",
    path: `${root}/patterns`,
    access: keep,
    summary: "Somebody's weekly shifts",
    tag,
    body: AddPattern,
    response: Done,
    status: 201,
    handle: async ({ ctx, body }) => await addPattern(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/patterns/:lineId/end`,
    access: keep,
    summary: "End somebody's weekly shifts",
    tag,
    response: Done,
    handle: async ({ ctx, params }) => await endLine(ctx, "patterns", idIn(params, "lineId", "line")),
  }),
  route({
    method: "post",
    path: `${root}/exceptions`,
    access: alarm,
    summary: "Be off, or stand in; of others, a lead says so",
    tag,
    body: AddException,
    response: Done,
    status: 201,
    handle: async ({ ctx, body }) => await addException(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/exceptions/:lineId/end`,
    access: alarm,
    summary: "Take back what differs from the pattern",
    tag,
    response: Done,
    handle: async ({ ctx, params }) => await endLine(ctx, "exceptions", idIn(params, "lineId", "line")),
  }),
  route({
    method: "post",
    path: `${root}/swaps`,
    access: alarm,
    summary: "Ask a colleague to take the own shifts of a time",
    tag,
    body: AskSwap,
    response: Done,
    status: 201,
    handle: async ({ ctx, body }) => await askSwap(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/swaps/:swapId/settle`,
    access: alarm,
    summary: "Accept or refuse as the one who was asked; take it back as the one who asked",
    tag,
    body: SettleSwap,
    response: Done,
    handle: async ({ ctx, body, params }) => await settleSwap(ctx, idIn(params, "swapId", "exchange"), body),
  }),
  route({
    method: "put",
    path: `${root}/reach`,
    access: alarm,
    summary: "Where one is reached beside the mail",
    tag,
    body: SetReach,
    response: z.object({ phone: z.string().nullable() }),
    handle: async ({ ctx, body }) => await setReach(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/ladder`,
    access: keep,
    summary: "Set who is woken, after how long, and by what",
    tag,
    body: SetLadder,
    response: z.object({ number: z.int() }),
    status: 201,
    handle: async ({ ctx, body }) => await setLadder(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/feed`,
    access: alarm,
    summary: "Make a secret address of the own shifts for calendar programs; an earlier one stops",
    tag,
    body: z.strictObject({ language: z.enum(["fr", "en", "mn"], "Expected fr, en or mn.") }),
    response: z.object({ address: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await makeShiftFeed(ctx, body.language),
  }),
  route({
    method: "delete",
    path: `${root}/feed`,
    access: alarm,
    summary: "Stop the secret address of the own shifts",
    tag,
    handle: async ({ ctx }) => await stopShiftFeed(ctx),
  }),
  route({
    method: "get",
    path: "/shifts/:file",
    access: {
      kind: "public",
      why: "calendar programs have no session; the token in the address is the key to the times of one person's shifts, and to nothing else",
    },
    summary: "One person's shifts as iCalendar (RFC 5545)",
    tag,
    handle: async ({ ctx, params }) => {
      const token = /^([\w-]{32})\.ics$/.exec(params["file"] ?? "")?.[1];
      if (token === undefined) throw notFound("calendar");
      return new Response(await readShiftFeed(ctx, token), {
        headers: {
          "content-type": "text/calendar; charset=utf-8",
          "cache-control": "private, no-store",
          "content-disposition": "inline; filename=shifts.ics",
        },
      });
    },
  }),
  route({
    method: "get",
    path: `${root}/alarms`,
    access: read,
    summary: "Alarms with every step that was taken; those that nobody has first",
    tag,
    response: z.object({ rows: z.array(AlarmView) }),
    handle: async ({ ctx }) => await listAlarms(ctx),
  }),
  route({
    method: "post",
    path: `${root}/alarms`,
    access: alarm,
    summary: "Wake who is on call",
    tag,
    body: RaiseAlarm,
    response: Done,
    status: 201,
    handle: async ({ ctx, body }) => await raiseByHand(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/alarms/:alarmId/have`,
    access: alarm,
    summary: "I have it: the ladder ends here",
    tag,
    response: Done,
    handle: async ({ ctx, params }) => await acknowledgeAlarm(ctx, idIn(params, "alarmId", "alarm")),
  }),
  route({
    method: "post",
    path: `${root}/alarms/:alarmId/calls`,
    access: alarm,
    summary: "Write down that somebody was rung; reached, they have it",
    tag,
    body: NoteCall,
    response: Done,
    handle: async ({ ctx, body, params }) => await noteAlarmCall(ctx, idIn(params, "alarmId", "alarm"), body),
  }),
];
