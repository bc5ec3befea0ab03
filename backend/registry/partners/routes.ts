// Fraud desks over HTTP.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { addPartner, changePartner, endPartner, listPartners } from "./keep-partners.ts";
import { AddPartner, ChangePartner, freezeFields, freezeTargets, partnerKinds } from "./model.ts";

const maybe = z.string().nullable();
const Partner = z.object({
  id: z.string(),
  version: z.number().int(),
  constituent: z.object({ id: z.string(), name: z.string() }),
  kind: z.enum(partnerKinds),
  contactName: z.string(),
  email: maybe,
  phone: maybe,
  hours: maybe,
  channel: z.string(),
  freezes: z.array(z.enum(freezeTargets)),
  needs: z.array(z.enum(freezeFields)),
  answerMinutes: z.number().int(),
  language: z.string(),
  requests: z.number().int(),
  answered: z.number().int(),
  inTime: z.number().int(),
  medianMinutes: z.number().int().nullable(),
});

export const partnerRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/registry/partners",
    access: { kind: "act", act: "registry.read" },
    summary: "Fraud desks of banks and operators, with how quickly they answer",
    tag: "partners",
    response: z.object({ partners: z.array(Partner) }),
    handle: async ({ ctx }) => ({ partners: await listPartners(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/partners",
    access: { kind: "act", act: "registry.change" },
    summary: "Add a fraud desk to a constituent",
    tag: "partners",
    body: AddPartner,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addPartner(ctx, body),
  }),
  route({
    method: "put",
    path: "/api/v1/registry/partners/:partnerId",
    access: { kind: "act", act: "registry.change" },
    summary: "Change a fraud desk: who is asked, how, and what it can stop",
    tag: "partners",
    body: ChangePartner,
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) => await changePartner(ctx, params["partnerId"] ?? "", body),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/partners/:partnerId/end",
    access: { kind: "act", act: "registry.change" },
    summary: "Say that a fraud desk answers no longer",
    tag: "partners",
    handle: async ({ ctx, params }) => await endPartner(ctx, params["partnerId"] ?? ""),
  }),
];
