// The register over HTTP: adding constituents, contacts and network claims.
import { z } from "zod";
import { type RouteDeclaration, route } from "../platform/http/index.ts";
import { addClaim } from "./add-claim.ts";
import { addConstituent } from "./add-constituent.ts";
import { addContact } from "./add-contact.ts";
import { AddClaim, AddConstituent, AddContact } from "./model.ts";

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
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await addClaim(ctx, body),
  }),
];
