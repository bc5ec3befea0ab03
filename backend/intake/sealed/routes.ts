// Names given in confidence over HTTP: the desk asks and opens, custodians answer and seal on to new keepers.
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { AskForName, askForName } from "./ask-for-name.ts";
import { DecideRequest, decideRequest } from "./decide-request.ts";
import { listRequests } from "./list-requests.ts";
import { Nothing, openName } from "./open-name.ts";
import { readSealed } from "./read-sealed.ts";
import { listReseals, ResealNames, resealNames } from "./reseal-names.ts";

const tag = "confidential identity";
const onReport = "/api/v1/desk/reports/:reportId/sealed-name";
const requests = "/api/v1/desk/name-requests";
const keeps = { kind: "act", act: "identity.keep" } as const;

export const sealedRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: onReport,
    access: { kind: "act", act: "report.read" },
    summary: "Whether a name is sealed, who asked for it, and everyone who opened it",
    tag,
    handle: async ({ ctx, params }) => await readSealed(ctx, checkId(params["reportId"])),
  }),
  route({
    method: "post",
    path: `${onReport}/requests`,
    access: { kind: "act", act: "identity.ask" },
    summary: "Ask the custodians for the name, with a reason",
    tag,
    body: AskForName,
    status: 201,
    handle: async ({ ctx, body, params }) => await askForName(ctx, checkId(params["reportId"]), body),
  }),
  route({
    method: "post",
    path: `${requests}/:requestId/open`,
    access: { kind: "act", act: "identity.ask" },
    summary: "Take out the name of an own request that was granted; it opens in the browser",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await openName(ctx, checkId(params["requestId"])),
  }),
  route({
    method: "get",
    path: requests,
    access: keeps,
    summary: "Requests that wait for a custodian, and those answered lately",
    tag,
    handle: async ({ ctx }) => await listRequests(ctx),
  }),
  route({
    method: "post",
    path: `${requests}/:requestId/decision`,
    access: keeps,
    summary: "Answer a request; what is granted was sealed to the asker in the custodian's browser",
    tag,
    body: DecideRequest,
    handle: async ({ ctx, body, params }) => await decideRequest(ctx, checkId(params["requestId"]), body),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/name-reseals",
    access: keeps,
    summary: "Names that are not yet sealed to every keeper",
    tag,
    handle: async ({ ctx }) => await listReseals(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/name-reseals",
    access: keeps,
    summary: "Seal names on to new keepers",
    tag,
    body: ResealNames,
    handle: async ({ ctx, body }) => await resealNames(ctx, body),
  }),
];

function checkId(text: string | undefined): string {
  if (!text || !isId(text)) throw notFound("object");
  return text;
}
