// The register over HTTP: adding, changing and ending constituents, contacts and network claims.
import { z } from "zod";
import { type RouteDeclaration, route } from "../platform/http/index.ts";
import { addClaim } from "./add-claim.ts";
import { addConstituent } from "./add-constituent.ts";
import { addContact } from "./add-contact.ts";
import { claimRoutes } from "./claims/index.ts";
import { claimStates } from "./claims/model.ts";
import { changeConstituent } from "./change-constituent.ts";
import { endClaim } from "./end-claim.ts";
import { endContact } from "./end-contact.ts";
import { idOf } from "./id-of.ts";
import { AddClaim, AddConstituent, AddContact, ChangeConstituent, EndClaim, EndContact } from "./model.ts";

const Added = z.object({ id: z.string() });

export const registryRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: "/api/v1/registry/constituents",
    access: { kind: "act", act: "registry.change" },
    summary: "Add a constituent to the register",
    tag: "registry",
    body: AddConstituent,
    response: Added.extend({ reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addConstituent(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/contacts",
    access: { kind: "act", act: "registry.change" },
    summary: "Add a contact of a constituent",
    tag: "registry",
    body: AddContact,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await addContact(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/claims",
    access: { kind: "act", act: "registry.change" },
    summary: "Add a network claim: a range, domain or code that a constituent holds, with dates and proof",
    tag: "registry",
    body: AddClaim,
    response: Added.extend({ state: z.enum(claimStates) }),
    status: 201,
    handle: async ({ ctx, body }) => await addClaim(ctx, body),
  }),
  route({
    method: "patch",
    path: "/api/v1/registry/constituents/:constituentId",
    access: { kind: "act", act: "registry.change" },
    summary: "Change a constituent's names, sector, classes, area or languages",
    tag: "registry",
    body: ChangeConstituent.omit({ constituentId: true }),
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) =>
      await changeConstituent(ctx, { ...body, constituentId: idOf(params, "constituentId", "constituent") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/contacts/:contactId/end",
    access: { kind: "act", act: "registry.change" },
    summary: "Say that a contact answers no longer",
    tag: "registry",
    body: EndContact.omit({ contactId: true }),
    handle: async ({ ctx, body, params }) =>
      await endContact(ctx, { ...body, contactId: idOf(params, "contactId", "contact") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/claims/:claimId/end",
    access: { kind: "act", act: "registry.change" },
    summary: "Say when a range, domain or code was held no longer",
    tag: "registry",
    body: EndClaim.omit({ claimId: true }),
    handle: async ({ ctx, body, params }) =>
      await endClaim(ctx, { ...body, claimId: idOf(params, "claimId", "claim") }),
  }),
  ...claimRoutes,
];
