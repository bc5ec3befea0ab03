// Four eyes over HTTP: what waits, and the second person's word.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { approveRelease, refuseRelease, releaseAlone, reviewRelease, withdrawRelease } from "./decide-release.ts";
import { listReleases } from "./list-releases.ts";
import { FourEyesView, RefuseRelease, ReleaseAlone, ReviewRelease } from "./model.ts";

const tag = "four-eyes";
const one = "/api/v1/four-eyes/:requestId";
const idOf = (params: Record<string, string>): string => params["requestId"] ?? "";
const approve = { kind: "act", act: "release.approve" } as const;
const write = { kind: "act", act: "notification.write" } as const;

export const fourEyesRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/four-eyes",
    access: write,
    summary: "What waits for a second person, and what was released alone",
    tag,
    response: z.object({ requests: z.array(FourEyesView) }),
    handle: async ({ ctx }) => ({ requests: await listReleases(ctx) }),
  }),
  route({
    method: "post",
    path: `${one}/approve`,
    access: approve,
    summary: "Approve as the second person, with the passkey: it leaves",
    tag,
    handle: async ({ ctx, params }) => await approveRelease(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/refuse`,
    access: approve,
    summary: "Refuse as the second person, with a reason",
    tag,
    body: RefuseRelease,
    handle: async ({ ctx, body, params }) => await refuseRelease(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/withdraw`,
    access: write,
    summary: "Take the own request back, to change what was written",
    tag,
    handle: async ({ ctx, params }) => await withdrawRelease(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/release-alone`,
    access: { kind: "act", act: "release.alone" },
    summary: "Emergency: release the own request alone, with the passkey and a reason; the others are told",
    tag,
    body: ReleaseAlone,
    handle: async ({ ctx, body, params }) => await releaseAlone(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/review`,
    access: approve,
    summary: "Say whether a release alone was justified",
    tag,
    body: ReviewRelease,
    handle: async ({ ctx, body, params }) => await reviewRelease(ctx, idOf(params), body),
  }),
];
