// The hand-over of shifts over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { listHandovers, readByMe, readHandover, readShiftNow, writeHandover } from "./keep-handover.ts";
import { HandoverHead, HandoverView, ShiftNow, WriteHandover } from "./model.ts";

const root = "/api/v1/desk/handovers";
const read = { kind: "act", act: "case.read" } as const;
const tag = "desk";

function checkId(id: string | undefined): string {
  if (id === undefined || !isId(id)) throw notFound("handover");
  return id;
}

export const handoverRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "What shifts handed over, the newest first",
    tag,
    response: z.object({ rows: z.array(HandoverHead) }),
    handle: async ({ ctx }) => await listHandovers(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/shift",
    access: read,
    summary: "What stands open now, and the last word of a shift",
    tag,
    response: ShiftNow,
    handle: async ({ ctx }) => await readShiftNow(ctx),
  }),
  route({
    method: "post",
    path: root,
    access: { kind: "act", act: "shift.hand_over" },
    summary: "Hand the shift over: a word, and what stands open frozen as it is",
    tag,
    body: WriteHandover,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await writeHandover(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/:handoverId`,
    access: read,
    summary: "One hand-over with what stood open, as far as the reader may see it",
    tag,
    response: HandoverView,
    handle: async ({ ctx, params }) => await readHandover(ctx, checkId(params["handoverId"])),
  }),
  route({
    method: "post",
    path: `${root}/:handoverId/read`,
    access: read,
    summary: "Say that one has read it",
    tag,
    response: z.object({ isReadByMe: z.literal(true) }),
    handle: async ({ ctx, params }) => await readByMe(ctx, checkId(params["handoverId"])),
  }),
];
