// Labels and releases over HTTP.
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { changeMarking } from "./change-marking.ts";
import { listReleases } from "./list-releases.ts";
import { ChangeMarking, Nothing } from "./model.ts";
import { countersignRelease, refuseRelease } from "./settle-release.ts";

const tag = "access";
const act = (name: string) => ({ kind: "act", act: name }) as const;

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

const mark = (object: "report" | "case", path: string, key: string): RouteDeclaration =>
  route({
    method: "post",
    path,
    access: act("marking.change"),
    summary: `Change a ${object}'s labels (TLP and PAP); loosening RED or AMBER+STRICT takes two persons`,
    tag,
    body: ChangeMarking.omit({ object: true, id: true }),
    handle: async ({ ctx, body, params }) =>
      await changeMarking(ctx, { ...body, object, id: idIn(params, key, object) }),
  });

export const markingRoutes: RouteDeclaration[] = [
  mark("report", "/api/v1/desk/reports/:reportId/marking", "reportId"),
  mark("case", "/api/v1/desk/cases/:caseId/marking", "caseId"),
  route({
    method: "get",
    path: "/api/v1/desk/releases",
    access: act("case.read"),
    summary: "Releases that wait for a second person",
    tag,
    handle: async ({ ctx }) => await listReleases(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/releases/:releaseId/countersign",
    access: act("marking.release"),
    summary: "Agree to a release as the second person",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) =>
      await countersignRelease(ctx, { releaseId: idIn(params, "releaseId", "release") }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/releases/:releaseId/refuse",
    access: act("marking.change"),
    summary: "Refuse a release, or take it back",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await refuseRelease(ctx, { releaseId: idIn(params, "releaseId", "release") }),
  }),
];
