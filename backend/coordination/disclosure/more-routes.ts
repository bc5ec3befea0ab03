// The pool of CVE ids, the policy, and a vendor's own room over HTTP.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { assignCve, listCves, rejectCve, reserveCves } from "./keep-cves.ts";
import { listPolicies, publishPolicy } from "./keep-policy.ts";
import { AssignCve, PublishPolicy, RejectCve, ReserveCves, SayConsent, SayPost, SayStatement } from "./model.ts";
import { listOwnDisclosures, sayInRoom } from "./party/act-in-room.ts";
import { CveView, PartyView, PolicyView } from "./views/model.ts";

const publish = { kind: "act", act: "advisory.write" } as const;
const own = { kind: "act", act: "entry.read" } as const;
const tag = "disclosure";
const ownOne = "/api/v1/own/disclosures/:partyId";
const partyOf = (params: Record<string, string>): string => params["partyId"] ?? "";

export const disclosureMoreRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/disclosure/cves",
    access: { kind: "act", act: "case.read" },
    summary: "The pool of CVE ids",
    tag,
    response: z.object({ rows: z.array(CveView) }),
    handle: async ({ ctx }) => ({ rows: await listCves(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/disclosure/cves",
    access: publish,
    summary: "Bring ids into the pool that the CVE programme reserved for the team",
    tag,
    body: ReserveCves,
    response: z.object({ added: z.number(), known: z.number() }),
    handle: async ({ ctx, body }) => await reserveCves(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/disclosure/cves/:cveId/reject",
    access: publish,
    summary: "Reject an id; nobody else is given it",
    tag,
    body: RejectCve,
    handle: async ({ ctx, body, params }) => await rejectCve(ctx, params["cveId"] ?? "", body),
  }),
  route({
    method: "post",
    path: "/api/v1/disclosure/cases/:caseId/cves",
    access: publish,
    summary: "Give a flaw an id of the pool",
    tag,
    body: AssignCve,
    response: z.object({ cveId: z.string() }),
    handle: async ({ ctx, body, params }) => await assignCve(ctx, params["caseId"] ?? "", body),
  }),
  route({
    method: "get",
    path: "/api/v1/disclosure/policies",
    access: { kind: "act", act: "case.read" },
    summary: "The policy of disclosure, version by version",
    tag,
    response: z.object({ rows: z.array(PolicyView) }),
    handle: async ({ ctx }) => ({ rows: await listPolicies(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/disclosure/policies",
    access: { kind: "act", act: "case.shape" },
    summary: "Publish a version of the policy",
    tag,
    body: PublishPolicy,
    response: z.object({ version: z.number() }),
    status: 201,
    handle: async ({ ctx, body }) => await publishPolicy(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/own/disclosures",
    access: own,
    summary: "Vulnerabilities that the own organisation was asked about",
    tag,
    response: z.object({ rows: z.array(PartyView) }),
    handle: async ({ ctx }) => ({ rows: await listOwnDisclosures(ctx) }),
  }),
  route({
    method: "post",
    path: `${ownOne}/statements`,
    access: own,
    summary: "Say how the own product stands to a flaw",
    tag,
    body: SayStatement,
    handle: async ({ ctx, body, params }) => await sayInRoom(ctx, partyOf(params), { statement: body }),
  }),
  route({
    method: "post",
    path: `${ownOne}/posts`,
    access: own,
    summary: "Write to the team about a vulnerability",
    tag,
    body: SayPost,
    handle: async ({ ctx, body, params }) => await sayInRoom(ctx, partyOf(params), { post: body }),
  }),
  route({
    method: "post",
    path: `${ownOne}/consents`,
    access: own,
    summary: "Agree to the date until which all keep silent, or not",
    tag,
    body: SayConsent,
    handle: async ({ ctx, body, params }) => await sayInRoom(ctx, partyOf(params), { consent: body }),
  }),
];
