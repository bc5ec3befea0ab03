// Proposed changes over HTTP: asked for in the console, decided at the desk.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { listProposals } from "./list-proposals.ts";
import { proposalKinds, proposalStates, ProposeChange, SettleProposal } from "./model.ts";
import { proposeChange, withdrawProposal } from "./propose-change.ts";
import { settleProposal } from "./settle-proposal.ts";

const tag = "registry";
const values = z.record(z.string(), z.unknown());

/** One proposal as screens see it. */
export const ProposalShape = z.object({
  id: z.string(),
  kind: z.enum(proposalKinds),
  recordId: z.string(),
  constituent: z.object({ id: z.string(), name: z.string(), reference: z.string() }),
  contactName: z.string().nullable(),
  before: values,
  after: values,
  areas: z.record(z.string(), z.record(z.string(), z.string())),
  note: z.string(),
  state: z.enum(proposalStates),
  proposedByName: z.string(),
  proposedAt: z.string(),
  decidedByName: z.string().nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string(),
  can: z.object({ settle: z.boolean(), withdraw: z.boolean() }),
});

function idOf(params: Record<string, string>): string {
  const id = params["proposalId"] ?? "";
  if (!isId(id)) throw notFound("proposal");
  return id;
}

export const proposalRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: "/api/v1/console/proposals",
    access: { kind: "act", act: "entry.propose" },
    summary: "Change the own entry: what needs nobody's word at once, the rest as a proposal",
    tag,
    body: ProposeChange,
    response: z.object({
      proposalId: z.string().nullable(),
      changed: z.array(z.string()),
      waiting: z.array(z.string()),
    }),
    status: 201,
    handle: async ({ ctx, body }) => await proposeChange(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/console/proposals/:proposalId/withdraw",
    access: { kind: "act", act: "entry.propose" },
    summary: "Take an own proposal back",
    tag,
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => await withdrawProposal(ctx, idOf(params)),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/proposals",
    access: { kind: "act", act: "registry.read" },
    summary: "Proposed changes of the register: those that wait, then the latest decided",
    tag,
    response: z.object({ proposals: z.array(ProposalShape) }),
    handle: async ({ ctx }) => await listProposals(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/proposals/:proposalId/decision",
    access: { kind: "act", act: "registry.change" },
    summary: "Approve or refuse a proposed change",
    tag,
    body: SettleProposal,
    response: z.object({ state: z.string() }),
    handle: async ({ ctx, body, params }) => await settleProposal(ctx, idOf(params), body),
  }),
];
