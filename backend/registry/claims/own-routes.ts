// A constituent's own network claims over HTTP, for the console.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { addDocument } from "./add-document.ts";
import { checkProof } from "./check-proof.ts";
import { contestClaim } from "./contest-claim.ts";
import { downloadDocument } from "./download-document.ts";
import { EndOwnClaim, endOwnClaim } from "./end-own-claim.ts";
import { listOwnClaims } from "./list-claims.ts";
import { makeChallenge } from "./make-challenge.ts";
import { AddDocument, claimStates, ContestClaim, ProposeClaim, StateInDispute } from "./model.ts";
import { proposeClaim } from "./propose-claim.ts";
import { listDisputes, readDispute } from "./read-dispute.ts";
import { readOwnClaim } from "./read-claim.ts";
import { stateInDispute } from "./state-in-dispute.ts";
import { ClaimList, ClaimPage, DisputeList, DisputePage } from "./views/model.ts";

const reading = { kind: "act", act: "claim.read_own" } as const;
const changing = { kind: "act", act: "claim.change_own" } as const;
const tag = "own claims";
const root = "/api/v1/own/claims";
const Checked = z.object({
  isProven: z.boolean(),
  state: z.enum(claimStates),
  missing: z.object({ problem: z.string(), name: z.string(), detail: z.string() }).nullable(),
});

export const ownClaimRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: reading,
    summary: "What the own organisation claims to hold, with proofs, overlaps and disputes",
    tag,
    response: ClaimList,
    handle: async ({ ctx }) => await listOwnClaims(ctx),
  }),
  route({
    method: "post",
    path: root,
    access: changing,
    summary: "Claim a range, number, name or code; in force once it is proven",
    tag,
    body: ProposeClaim,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await proposeClaim(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/documents/:documentId`,
    access: reading,
    summary: "A document of an own claim, as it came",
    tag,
    handle: async ({ ctx, params }) => await downloadDocument(ctx, params["documentId"] ?? ""),
  }),
  route({
    method: "get",
    path: `${root}/:claimId`,
    access: reading,
    summary: "One own claim with its proof, overlaps and history",
    tag,
    response: ClaimPage,
    handle: async ({ ctx, params }) => await readOwnClaim(ctx, params["claimId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/challenge`,
    access: changing,
    summary: "Make the text that must stand in DNS for an own claim",
    tag,
    response: z.object({ record: z.string(), zones: z.array(z.array(z.string())) }),
    handle: async ({ ctx, params }) => await makeChallenge(ctx, { claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/check`,
    access: changing,
    summary: "Hold an own claim against DNS, or against the files of the address registries, now",
    tag,
    response: Checked,
    handle: async ({ ctx, params }) => await checkProof(ctx, { claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/documents`,
    access: changing,
    summary: "Add a letter, or an answer of WHOIS or RDAP, to an own claim",
    tag,
    body: AddDocument.omit({ claimId: true }),
    response: z.object({ id: z.string(), sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await addDocument(ctx, { ...body, claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/end`,
    access: changing,
    summary: "Give an own claim up, or say when it was held no longer",
    tag,
    body: EndOwnClaim.omit({ claimId: true }),
    handle: async ({ ctx, body, params }) => await endOwnClaim(ctx, { ...body, claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/contest`,
    access: changing,
    summary: "Contest somebody else's claim that lies in, on or around an own one",
    tag,
    body: ContestClaim.omit({ claimId: true }),
    response: z.object({ disputeId: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await contestClaim(ctx, { ...body, claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "get",
    path: "/api/v1/own/disputes",
    access: reading,
    summary: "Disputes that the own organisation is a party of",
    tag,
    response: DisputeList,
    handle: async ({ ctx }) => await listDisputes(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/own/disputes/:disputeId",
    access: reading,
    summary: "One dispute: the other party's name and both parties' statements",
    tag,
    response: DisputePage,
    handle: async ({ ctx, params }) => await readDispute(ctx, params["disputeId"] ?? ""),
  }),
  route({
    method: "post",
    path: "/api/v1/own/disputes/:disputeId/statements",
    access: changing,
    summary: "State in a dispute",
    tag,
    body: StateInDispute.omit({ disputeId: true }),
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await stateInDispute(ctx, { ...body, disputeId: params["disputeId"] ?? "" }),
  }),
];
