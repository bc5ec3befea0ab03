// The calendar of deadlines over HTTP: a page's data, and a feed behind a secret address that calendar programs read.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { CalendarView, LanguageQuery } from "../duties/model.ts";
import { makeFeed, readCalendar, readFeed, revokeFeed } from "./keep-feed.ts";

const tag = "duties";
const access = { kind: "act", act: "duty.read" } as const;

export const deadlineRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/calendar",
    access,
    summary: "Deadlines of the asker's organisation in order, and duties that bind without a time",
    tag,
    query: LanguageQuery,
    response: CalendarView,
    handle: async ({ ctx, query }) => await readCalendar(ctx, query),
  }),
  route({
    method: "post",
    path: "/api/v1/calendar/feed",
    access,
    summary: "Make a secret address for calendar programs; an earlier one stops",
    tag,
    body: LanguageQuery,
    response: z.object({ address: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await makeFeed(ctx, body),
  }),
  route({
    method: "delete",
    path: "/api/v1/calendar/feed",
    access,
    summary: "Stop the secret address",
    tag,
    handle: async ({ ctx }) => await revokeFeed(ctx),
  }),
  route({
    method: "get",
    path: "/calendar/:file",
    access: {
      kind: "public",
      why: "calendar programs have no session; the token in the address is the key to titles and times, and to nothing else",
    },
    summary: "The deadlines as iCalendar (RFC 5545)",
    tag,
    handle: async ({ ctx, params }) => {
      const token = /^([\w-]{32})\.ics$/.exec(params["file"] ?? "")?.[1];
      if (token === undefined) throw notFound("calendar");
      const text = await readFeed(ctx, token);
      return new Response(text, {
        headers: {
          "content-type": "text/calendar; charset=utf-8",
          "cache-control": "private, no-store",
          "content-disposition": "inline; filename=toguna.ics",
        },
      });
    },
  }),
];
