// Network claims at the desk over HTTP: lists, one claim, approvals, disputes, and who held what when.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { addDocument } from "./add-document.ts";
import { checkProof } from "./check-proof.ts";
import { approveClaim, refuseClaim } from "./decide-claim.ts";
import { delegatedRoutes } from "./delegated/routes.ts";
import { downloadDocument } from "./download-document.ts";
import { listClaims } from "./list-claims.ts";
import { makeChallenge } from "./make-challenge.ts";
import {
  AddDocument,
  claimStates,
  ConfirmSettlement,
  DecideClaim,
  ListOpenClaims,
  ProposeSettlement,
  StateInDispute,
  WhoHeld,
} from "./model.ts";
import { ownClaimRoutes } from "./own-routes.ts";
import { listDisputes, readDispute } from "./read-dispute.ts";
import { readClaim } from "./read-claim.ts";
import { confirmSettlement, proposeSettlement, sendSettlementBack } from "./settle-dispute.ts";
import { stateInDispute } from "./state-in-dispute.ts";
import { ClaimList, type ClaimListRow, ClaimPage, DisputeList, DisputePage } from "./views/model.ts";
import { whoHeld } from "./who-held.ts";

const reading = { kind: "act", act: "registry.read" } as const;
const changing = { kind: "act", act: "registry.change" } as const;
const tag = "claims";
const root = "/api/v1/registry/claims";
const Checked = z.object({
  isProven: z.boolean(),
  state: z.enum(claimStates),
  missing: z.object({ problem: z.string(), name: z.string(), detail: z.string() }).nullable(),
});
const layer = z.object({
  claimId: z.string(),
  constituentId: z.string(),
  name: z.string(),
  sector: z.string(),
  kind: z.string(),
  value: z.string(),
  heldFrom: z.string().nullable(),
  heldUntil: z.string().nullable(),
  state: z.enum(claimStates),
  proof: z.string(),
  provenAt: z.string().nullable(),
  lapsedAt: z.string().nullable(),
  source: z.string(),
  recordedAt: z.string(),
  dispute: z
    .object({ id: z.string(), reference: z.string(), state: z.string(), outcome: z.string().nullable() })
    .nullable(),
});

const title = (key: string) => `claims.column.${key}`;

export const claimRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/registry/holders",
    access: reading,
    summary:
      "Who held an address, name, number or code at a time: every layer with proof and disputes, as the register says it now or said it on a day",
    tag,
    query: WhoHeld,
    response: z.object({
      asked: z.string(),
      at: z.string(),
      knownAt: z.string(),
      layers: z.array(layer),
      others: z.array(layer),
    }),
    handle: async ({ ctx, query }) => await whoHeld(ctx, query),
  }),
  route({
    method: "get",
    path: root,
    access: reading,
    summary: "Network claims: those that wait, those without a proof, or all",
    tag,
    query: ListOpenClaims,
    response: ClaimList,
    handle: async ({ ctx, query }) => await listClaims(ctx, query),
  }),
  exportRoute<typeof ListOpenClaims.shape, ClaimListRow>({
    path: `${root}/export`,
    access: reading,
    summary: "Network claims as a table",
    tag,
    name: "network-claims",
    title: "claims.title",
    query: ListOpenClaims,
    columns: [
      { key: "constituent", type: "text", title: title("constituent"), value: (row) => row.name },
      { key: "kind", type: "text", title: title("kind"), value: (row) => row.kind },
      { key: "value", type: "text", title: title("value"), value: (row) => row.value },
      { key: "held_from", type: "instant", title: title("held_from"), value: (row) => row.heldFrom },
      { key: "held_until", type: "instant", title: title("held_until"), value: (row) => row.heldUntil },
      { key: "state", type: "text", title: title("state"), value: (row) => row.state },
      { key: "proof", type: "text", title: title("proof"), value: (row) => row.proof },
      { key: "proven_at", type: "instant", title: title("proven_at"), value: (row) => row.provenAt },
      { key: "source", type: "text", title: title("source"), value: (row) => row.source },
    ],
    list: async (ctx, query, next) =>
      await listClaims(ctx, {
        ...ListOpenClaims.parse({ ...query, limit: 200 }),
        ...(next === undefined ? {} : { cursor: next }),
      }),
  }),
  route({
    method: "get",
    path: `${root}/documents/:documentId`,
    access: reading,
    summary: "A document of a claim, as it came",
    tag,
    handle: async ({ ctx, params }) => await downloadDocument(ctx, params["documentId"] ?? ""),
  }),
  route({
    method: "get",
    path: `${root}/:claimId`,
    access: reading,
    summary: "One claim with its proof, documents, overlaps, disputes and history",
    tag,
    response: ClaimPage,
    handle: async ({ ctx, params }) => await readClaim(ctx, params["claimId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/approve`,
    access: changing,
    summary: "Approve a claim by its documents; the last approval that is needed puts it in force",
    tag,
    body: DecideClaim.omit({ claimId: true }),
    response: z.object({ state: z.enum(claimStates), approvalsLeft: z.number().int() }),
    handle: async ({ ctx, body, params }) => await approveClaim(ctx, { ...body, claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/refuse`,
    access: changing,
    summary: "Refuse a claim that waits, with a reason that its holder reads",
    tag,
    body: DecideClaim.omit({ claimId: true }),
    handle: async ({ ctx, body, params }) => await refuseClaim(ctx, { ...body, claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/challenge`,
    access: changing,
    summary: "Make the text that must stand in DNS for a claim",
    tag,
    response: z.object({ record: z.string(), zones: z.array(z.array(z.string())) }),
    handle: async ({ ctx, params }) => await makeChallenge(ctx, { claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/check`,
    access: changing,
    summary: "Hold a claim against DNS, or against the files of the address registries",
    tag,
    response: Checked,
    handle: async ({ ctx, params }) => await checkProof(ctx, { claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${root}/:claimId/documents`,
    access: changing,
    summary: "Add a letter, or an answer of WHOIS or RDAP, to a claim",
    tag,
    body: AddDocument.omit({ claimId: true }),
    response: z.object({ id: z.string(), sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await addDocument(ctx, { ...body, claimId: params["claimId"] ?? "" }),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/disputes",
    access: reading,
    summary: "Disputes over network claims, open ones first",
    tag,
    response: DisputeList,
    handle: async ({ ctx }) => await listDisputes(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/disputes/:disputeId",
    access: reading,
    summary: "One dispute with both claims and all statements",
    tag,
    response: DisputePage,
    handle: async ({ ctx, params }) => await readDispute(ctx, params["disputeId"] ?? ""),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/disputes/:disputeId/statements",
    access: changing,
    summary: "Write a party's statement down from paper",
    tag,
    body: StateInDispute.omit({ disputeId: true }),
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await stateInDispute(ctx, { ...body, disputeId: params["disputeId"] ?? "" }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/disputes/:disputeId/propose",
    access: changing,
    summary: "Propose how a dispute is settled: kept, moved, or split in time",
    tag,
    body: ProposeSettlement.omit({ disputeId: true }),
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) =>
      await proposeSettlement(ctx, { ...body, disputeId: params["disputeId"] ?? "" }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/disputes/:disputeId/confirm",
    access: changing,
    summary: "Confirm the proposed settlement, as a second person and with the passkey",
    tag,
    body: ConfirmSettlement.omit({ disputeId: true }),
    handle: async ({ ctx, body, params }) =>
      await confirmSettlement(ctx, { ...body, disputeId: params["disputeId"] ?? "" }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/disputes/:disputeId/send-back",
    access: changing,
    summary: "Take the proposed settlement back",
    tag,
    body: ConfirmSettlement.omit({ disputeId: true }),
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) =>
      await sendSettlementBack(ctx, { ...body, disputeId: params["disputeId"] ?? "" }),
  }),
  ...delegatedRoutes,
  ...ownClaimRoutes,
];
