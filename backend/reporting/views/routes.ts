// Views of lists, all that matches one, and how a person works at the desk, over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { CasesQuery, QueueQuery } from "../lists/model.ts";
import { keepKeys, keepSectors, markUnread, pinView, readSettings } from "./keep-settings.ts";
import { changeView, dropView, listViews, saveView } from "./keep-views.ts";
import { listMatchingCases, listMatchingReports } from "./list-matching.ts";
import {
  ChangeView,
  DeskSettings,
  KeepKeys,
  KeepSectors,
  MarkUnread,
  MatchingCases,
  MatchingReports,
  PinView,
  SaveView,
  ViewRow,
} from "./model.ts";

const root = "/api/v1/desk/views";
const read = { kind: "act", act: "report.read" } as const;
const tag = "desk";
const Id = z.object({ id: z.string() });

function checkId(id: string | undefined): string {
  if (id === undefined || !isId(id)) throw notFound("view");
  return id;
}

export const viewRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "Views of the lists: those of every desk, one's own and what others share, each with its number",
    tag,
    response: z.object({ rows: z.array(ViewRow) }),
    handle: async ({ ctx }) => await listViews(ctx),
  }),
  route({
    method: "post",
    path: root,
    access: read,
    summary: "Keep a list with its filters under a name",
    tag,
    body: SaveView,
    response: Id,
    status: 201,
    handle: async ({ ctx, body }) => await saveView(ctx, body),
  }),
  route({
    method: "put",
    path: `${root}/pins`,
    access: read,
    summary: "Put a view under Alt and a digit, for oneself",
    tag,
    body: PinView,
    response: z.object({ slot: z.number() }),
    handle: async ({ ctx, body }) => await pinView(ctx, body),
  }),
  route({
    method: "patch",
    path: `${root}/:viewId`,
    access: read,
    summary: "Rename a view of one's own, change its filters or share it",
    tag,
    body: ChangeView,
    response: Id,
    handle: async ({ ctx, body, params }) => await changeView(ctx, checkId(params["viewId"]), body),
  }),
  route({
    method: "delete",
    path: `${root}/:viewId`,
    access: read,
    summary: "Give a view of one's own up",
    tag,
    response: Id,
    handle: async ({ ctx, params }) => await dropView(ctx, checkId(params["viewId"])),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/settings",
    access: read,
    summary: "One's own keys at the desk",
    tag,
    response: DeskSettings,
    handle: async ({ ctx }) => await readSettings(ctx),
  }),
  route({
    method: "put",
    path: "/api/v1/desk/settings/keys",
    access: read,
    summary: "Keep one's own keys, or switch single keys off",
    tag,
    body: KeepKeys,
    response: DeskSettings,
    handle: async ({ ctx, body }) => await keepKeys(ctx, body),
  }),
  route({
    method: "put",
    path: "/api/v1/desk/settings/sectors",
    access: read,
    summary: "Say which sectors are one's own",
    tag,
    body: KeepSectors,
    response: DeskSettings,
    handle: async ({ ctx, body }) => await keepSectors(ctx, body),
  }),
  route({
    method: "put",
    path: "/api/v1/desk/settings/unread",
    access: read,
    summary: "Mark a report to read again, for oneself",
    tag,
    body: MarkUnread,
    response: z.object({ unread: z.array(z.string()) }),
    handle: async ({ ctx, body }) => await markUnread(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/queue/matching",
    access: read,
    summary: "All reports that filters hold, for marking them at once",
    tag,
    query: QueueQuery,
    response: MatchingReports,
    handle: async ({ ctx, query }) => await listMatchingReports(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/matching-cases",
    access: { kind: "act", act: "case.read" },
    summary: "All cases that filters hold, for marking them at once",
    tag,
    query: CasesQuery,
    response: MatchingCases,
    handle: async ({ ctx, query }) => await listMatchingCases(ctx, query),
  }),
];
