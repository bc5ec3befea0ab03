// Fraud desks over HTTP.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { addPartner, endPartner, listPartners } from "./keep-partners.ts";
import { AddPartner, freezeFields, freezeTargets, partnerKinds } from "./model.ts";

const maybe = z.string().nullable();
const Partner = z.object({
  id: z.string(),
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
    method: "post",
    path: "/api/v1/registry/partners/:partnerId/end",
    access: { kind: "act", act: "registry.change" },
    summary: "Say that a fraud desk answers no longer",
    tag: "partners",
    handle: async ({ ctx, params }) => await endPartner(ctx, params["partnerId"] ?? ""),
  }),
];
