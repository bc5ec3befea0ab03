// What-if over HTTP, for those who make, keep and advise on the law.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { LanguageQuery } from "../duties/model.ts";
import { exportTried } from "./export-tried.ts";
import { listTriable } from "./list-triable.ts";
import { ExportTried, Triable, TriedDraft, TryDraft } from "./model.ts";
import { replayFilings } from "./replay-filings.ts";

const root = "/api/v1/law/what-if";
const tag = "duties";
const access = { kind: "act", act: "law.try" } as const;

export const whatIfRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "The duties that a draft clock may be tried on, with the clock in force",
    tag,
    query: LanguageQuery,
    response: Triable,
    handle: async ({ ctx, query }) => await Promise.resolve(listTriable(ctx, query)),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Replay past incidents under a draft clock: who would have been late. Nothing is kept",
    tag,
    body: TryDraft,
    response: TriedDraft,
    handle: async ({ ctx, body }) => await replayFilings(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/export`,
    access,
    summary: "The same as CSV",
    tag,
    body: ExportTried,
    handle: async ({ ctx, body }) => await exportTried(ctx, body),
  }),
];
