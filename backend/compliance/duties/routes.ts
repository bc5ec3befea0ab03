// Duties over HTTP, for a constituent's people.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { AddDutyEvent, DutiesView, LanguageQuery, StateDuties } from "./model.ts";
import { readDuties } from "./read-duties.ts";
import { addDutyEvent, stateDuties, withdrawDutyEvent } from "./state-duties.ts";

const root = "/api/v1/duties";
const tag = "duties";
const act = (name: string) => ({ kind: "act", act: name }) as const;

export const dutyRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: act("duty.read"),
    summary: "Which duties of law bind the asker's organisation, by which article, when they are due, and why",
    tag,
    query: LanguageQuery,
    response: DutiesView,
    handle: async ({ ctx, query }) => await readDuties(ctx, query),
  }),
  route({
    method: "put",
    path: `${root}/statement`,
    access: act("duty.change"),
    summary: "State the organisation's role, thresholds and exceptions",
    tag,
    body: StateDuties,
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body }) => await stateDuties(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/events`,
    access: act("duty.change"),
    summary: "Say that something happened that starts or answers a duty's clock, such as an audit that was filed",
    tag,
    body: AddDutyEvent,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addDutyEvent(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/events/:eventId/withdraw`,
    access: act("duty.change"),
    summary: "Take back that something happened",
    tag,
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => {
      const id = params["eventId"] ?? "";
      if (!isId(id)) throw notFound("event");
      await withdrawDutyEvent(ctx, id);
    },
  }),
];
