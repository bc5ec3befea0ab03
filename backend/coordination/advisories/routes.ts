// Advisories over HTTP, for the desk. The public reads them on the portal.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { ActOnAdvisory, AdvisoryLine, AdvisoryView, ChangeAdvisory, WithdrawAdvisory, WriteAdvisory } from "./model.ts";
import { listAdvisories, readAdvisory } from "./read-advisories.ts";
import { askToPublish, askToWithdraw, changeAdvisory, createAdvisory } from "./write-advisory.ts";

const access = { kind: "act", act: "advisory.write" } as const;
const tag = "advisories";
const root = "/api/v1/advisories";
const one = `${root}/:advisoryId`;
const idOf = (params: Record<string, string>): string => params["advisoryId"] ?? "";

export const advisoryRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Advisories with their drafts, those changed last first",
    tag,
    response: z.object({ advisories: z.array(AdvisoryLine) }),
    handle: async ({ ctx }) => ({ advisories: await listAdvisories(ctx) }),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Write an advisory as a draft",
    tag,
    body: WriteAdvisory,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await createAdvisory(ctx, body),
  }),
  route({
    method: "get",
    path: one,
    access,
    summary: "One advisory with its draft and its editions",
    tag,
    response: AdvisoryView,
    handle: async ({ ctx, params }) => await readAdvisory(ctx, idOf(params)),
  }),
  route({
    method: "put",
    path: one,
    access,
    summary: "Change the draft; the public keeps reading the last edition",
    tag,
    body: ChangeAdvisory,
    handle: async ({ ctx, body, params }) => await changeAdvisory(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/ask`,
    access,
    summary: "Ask a second person to publish it",
    tag,
    body: ActOnAdvisory,
    response: z.object({ requestId: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await askToPublish(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/withdraw`,
    access,
    summary: "Ask a second person to withdraw what was published, with the reason for everybody",
    tag,
    body: WithdrawAdvisory,
    response: z.object({ requestId: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await askToWithdraw(ctx, idOf(params), body),
  }),
];
