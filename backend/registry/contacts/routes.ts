// Contacts over HTTP: corrections, keys, and what a contact person may ask: all that is kept, and to be forgotten.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { idOf } from "../id-of.ts";
import { addKey } from "./add-key.ts";
import { changeContact } from "./change-contact.ts";
import { exportPerson } from "./export-person.ts";
import { AddKey, ChangeContact, ErasePerson, FindPerson, KeyView, PersonExport, SetRetention } from "./model.ts";
import { removeKey } from "./remove-key.ts";
import { eraseContact, readRetentionState, setRetention } from "./retention.ts";

const change = { kind: "act", act: "registry.change" } as const;
const tag = "registry";

export const contactRoutes: RouteDeclaration[] = [
  route({
    method: "patch",
    path: "/api/v1/registry/contacts/:contactId",
    access: change,
    summary: "Correct a contact",
    tag,
    body: ChangeContact.omit({ contactId: true }),
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) =>
      await changeContact(ctx, { ...body, contactId: idOf(params, "contactId", "contact") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/contacts/:contactId/keys",
    access: change,
    summary: "Add an OpenPGP public key to a contact",
    tag,
    body: AddKey.omit({ contactId: true }),
    response: KeyView,
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await addKey(ctx, { ...body, contactId: idOf(params, "contactId", "contact") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/contacts/:contactId/keys/:keyId/remove",
    access: change,
    summary: "Take an OpenPGP key from a contact",
    tag,
    handle: async ({ ctx, params }) =>
      await removeKey(ctx, idOf(params, "contactId", "contact"), idOf(params, "keyId", "key")),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/contacts/:contactId/erase",
    access: change,
    summary: "Forget a contact that has ended, because the person asked",
    tag,
    body: ErasePerson.omit({ contactId: true }),
    handle: async ({ ctx, body, params }) =>
      await eraseContact(ctx, { ...body, contactId: idOf(params, "contactId", "contact") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/contact-persons/export",
    access: change,
    summary: "Everything that the register keeps about one contact person",
    tag,
    body: FindPerson,
    response: PersonExport,
    handle: async ({ ctx, body }) => await exportPerson(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/contact-retention",
    access: { kind: "act", act: "registry.read" },
    summary: "How long contacts that have ended are kept",
    tag,
    response: z.object({ months: z.number().int(), ended: z.number().int(), anonymised: z.number().int() }),
    handle: async ({ ctx }) => await readRetentionState(ctx),
  }),
  route({
    method: "put",
    path: "/api/v1/registry/contact-retention",
    access: { kind: "act", act: "settings.change" },
    summary: "Change how long contacts that have ended are kept",
    tag,
    body: SetRetention,
    handle: async ({ ctx, body }) => await setRetention(ctx, body),
  }),
];
