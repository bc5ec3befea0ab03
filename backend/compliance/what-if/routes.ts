// What-if over HTTP, for those who make, keep and advise on the law.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { TriedDraft, TryDraft } from "./model.ts";
import { replayFilings } from "./replay-filings.ts";

export const whatIfRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: "/api/v1/law/what-if",
    access: { kind: "act", act: "law.try" },
    summary: "Replay past incidents under a draft clock: who would have been late. Nothing is kept",
    tag: "duties",
    body: TryDraft,
    response: TriedDraft,
    handle: async ({ ctx, body }) => await replayFilings(ctx, body),
  }),
];
