// One's own drafts over HTTP.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { keepDraft, listDrafts } from "./keep-drafts.ts";
import { DraftRow, KeepDraft } from "./model.ts";

const path = "/api/v1/desk/drafts";
const access = { kind: "act", act: "report.read" } as const;

export const draftRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access,
    summary: "One's own texts that were not sent",
    tag: "desk",
    response: z.object({ rows: z.array(DraftRow) }),
    handle: async ({ ctx }) => await listDrafts(ctx),
  }),
  route({
    method: "put",
    path,
    access,
    summary: "Keep what one is writing; an empty text is forgotten",
    tag: "desk",
    body: KeepDraft,
    response: z.object({ updatedAt: z.string().nullable() }),
    handle: async ({ ctx, body }) => await keepDraft(ctx, body),
  }),
];
