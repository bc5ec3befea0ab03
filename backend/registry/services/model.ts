// Services that a constituent offers online, and what is known of their compliance. Pure.
import { z } from "zod";

export const serviceKinds = ["egovernment", "commercial"] as const;
export const audiences = ["everybody", "businesses", "administrations", "own_members"] as const;
export const complianceStates = ["unknown", "declared", "compliant", "finding_open"] as const;
export type ServiceKind = (typeof serviceKinds)[number];
export type Audience = (typeof audiences)[number];
export type ComplianceState = (typeof complianceStates)[number];

const text = (max: number) =>
  z.string().trim().min(1, "Expected some text.").max(max, `Expected at most ${max} characters.`);
const day = z.iso.date({ error: "Expected a day such as 2026-03-01." });

export const AddService = z.strictObject({
  constituentId: z.uuid("Expected a constituent's id."),
  name: text(300),
  url: z
    .url({ protocol: /^https?$/, error: "Expected a web address such as https://service.example/." })
    .max(2000, "Expected at most 2000 characters."),
  kind: z.enum(serviceKinds, { error: `Expected one of ${serviceKinds.join(", ")}.` }),
  audience: z.enum(audiences, { error: `Expected one of ${audiences.join(", ")}.` }).default("everybody"),
  since: day.optional(),
});
export type AddService = z.input<typeof AddService>;

/** What is absent stays; null empties. `version` is the one that was seen. */
export const ChangeService = z.strictObject({
  serviceId: z.uuid("Expected a service's id."),
  version: z.number().int().min(1, "Expected the version that was read."),
  name: AddService.shape.name.optional(),
  url: AddService.shape.url.optional(),
  kind: AddService.shape.kind.optional(),
  audience: AddService.shape.audience.unwrap().optional(),
  since: AddService.shape.since.nullable(),
  /** The first day on which it is offered no longer. */
  endedOn: day.nullable().optional(),
});
export type ChangeService = z.input<typeof ChangeService>;

/** A state of compliance with one instrument (a pack of law, "ml.data-protection"), of a day, with where that is from. */
export const RecordCompliance = z.strictObject({
  serviceId: z.uuid("Expected a service's id."),
  instrument: text(100),
  state: z.enum(complianceStates, { error: `Expected one of ${complianceStates.join(", ")}.` }),
  asOf: day,
  source: text(300),
});
export type RecordCompliance = z.input<typeof RecordCompliance>;

export const ServicesQuery = z.strictObject({
  text: z.string().max(100).default(""),
  kind: AddService.shape.kind.optional(),
  /** Of any instrument, by its latest record. */
  state: RecordCompliance.shape.state.optional(),
  cursor: z.uuid("Expected the `next` of an earlier page.").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type ServicesQuery = z.input<typeof ServicesQuery>;

export const ComplianceView = z.object({
  instrument: z.string(),
  state: z.enum(complianceStates),
  asOf: z.string(),
  source: z.string(),
});
export type ComplianceView = z.infer<typeof ComplianceView>;

export const ServiceView = z.object({
  id: z.string(),
  constituentId: z.string(),
  provider: z.string(),
  name: z.string(),
  url: z.string(),
  kind: z.enum(serviceKinds),
  audience: z.enum(audiences),
  since: z.string().nullable(),
  endedOn: z.string().nullable(),
  isDemo: z.boolean(),
  version: z.number().int(),
  /** The latest record of each instrument. */
  compliance: z.array(ComplianceView),
});
export type ServiceView = z.infer<typeof ServiceView>;

/** Services of the administration that are online on this day; those whose beginning is not known count as online. */
export const ServiceCounts = z.object({
  egovernment: z.number().int(),
  commercial: z.number().int(),
  /** Of the administration's: how many have an open finding, how many are declared or compliant with something, and how many nothing is known of. */
  withFinding: z.number().int(),
  declaredOrCompliant: z.number().int(),
  unknown: z.number().int(),
});
export type ServiceCounts = z.infer<typeof ServiceCounts>;

export const PublicService = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  audience: z.enum(audiences),
  since: z.string().nullable(),
  provider: z.string(),
  isDemo: z.boolean(),
});
export type PublicService = z.infer<typeof PublicService>;
