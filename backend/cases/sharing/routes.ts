// Who can see what and why, shares, filings, and what other organisations read, over HTTP.
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { Nothing } from "../marking/model.ts";
import { fileReport } from "./file-report.ts";
import { endShare, giveShare } from "./give-share.ts";
import { FileReport, GiveShare } from "./model.ts";
import { readAudience } from "./read-audience.ts";
import { readFilingProof } from "./read-filing-proof.ts";
import { listShared, readShared } from "./read-shared.ts";

const tag = "access";
const act = (name: string) => ({ kind: "act", act: name }) as const;

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

const give = (object: "report" | "case", path: string, key: string): RouteDeclaration =>
  route({
    method: "post",
    path,
    access: act("share.give"),
    summary: `Give a ${object} to a constituent or a peer, where its labels let it`,
    tag,
    body: GiveShare.omit({ object: true, id: true }),
    status: 201,
    handle: async ({ ctx, body, params }) => await giveShare(ctx, { ...body, object, id: idIn(params, key, object) }),
  });

export const sharingRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/reports/:reportId/audience",
    access: act("report.read"),
    summary: "Who can see this report, and why",
    tag,
    handle: async ({ ctx, params }) => await readAudience(ctx, "report", params["reportId"] ?? ""),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/cases/:caseId/audience",
    access: act("case.read"),
    summary: "Who can see this case, and why",
    tag,
    handle: async ({ ctx, params }) => await readAudience(ctx, "case", params["caseId"] ?? ""),
  }),
  give("report", "/api/v1/desk/reports/:reportId/shares", "reportId"),
  give("case", "/api/v1/desk/cases/:caseId/shares", "caseId"),
  route({
    method: "post",
    path: "/api/v1/desk/shares/:shareId/end",
    access: act("share.give"),
    summary: "Take back what the desk gave",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await endShare(ctx, { shareId: idIn(params, "shareId", "share") }),
  }),
  route({
    method: "get",
    path: "/api/v1/shared/reports",
    access: act("shared.read"),
    summary: "An organisation's own reports and those that it was given",
    tag: "shared",
    handle: async ({ ctx }) => await listShared(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/shared/reports/:reportId",
    access: act("shared.read"),
    summary: "One report that is the organisation's own or was given to it",
    tag: "shared",
    handle: async ({ ctx, params }) => await readShared(ctx, params["reportId"] ?? ""),
  }),
  route({
    method: "post",
    path: "/api/v1/shared/reports/:reportId/filings",
    access: act("filing.make"),
    summary: "File the own report with an authority, which sees it only then",
    tag: "shared",
    body: FileReport.omit({ reportId: true }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await fileReport(ctx, { ...body, reportId: idIn(params, "reportId", "report") }),
  }),
  route({
    method: "get",
    path: "/api/v1/shared/reports/:reportId/filings/:authorityId/proof",
    access: act("filing.make"),
    summary: "The proof that the own report was filed with this authority, as a tlog-proof text",
    tag: "shared",
    handle: async ({ ctx, params }) => {
      const reportId = idIn(params, "reportId", "report");
      const proof = await readFilingProof(ctx, reportId, idIn(params, "authorityId", "authority"));
      return new Response(proof.text, {
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "cache-control": "no-store",
          "content-disposition": `attachment; filename=${reportId}.tlog-proof`,
        },
      });
    },
  }),
];
