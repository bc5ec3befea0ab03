// Registers of accredited bodies: who was accredited for what, by whom, from when until when, and what became of it. Pure.
import { z } from "zod";

export const accreditationKinds = [
  "certification_provider",
  "trust_service_provider",
  "cryptology_provider",
  "security_auditor",
  "ecommerce_seller",
  "licensed_operator",
] as const;
export type AccreditationKind = (typeof accreditationKinds)[number];

export const accreditationActs = ["granted", "renewed", "suspended", "reinstated", "withdrawn"] as const;
export type AccreditationAct = (typeof accreditationActs)[number];

/** `not_yet`: before the first grant. `expired` is worked out, never written down. */
export const accreditationStates = ["valid", "suspended", "withdrawn", "expired", "not_yet"] as const;
export type AccreditationState = (typeof accreditationStates)[number];

const text = (max: number) =>
  z.string().trim().min(1, "Expected some text.").max(max, `Expected at most ${max} characters.`);
const day = z.iso.date({ error: "Expected a day such as 2026-03-01." });
const website = z
  .url({ protocol: /^https?$/, error: "Expected a web address such as https://body.example/." })
  .max(2000, "Expected at most 2000 characters.");

export const AddAccreditation = z
  .strictObject({
    kind: z.enum(accreditationKinds, { error: `Expected one of ${accreditationKinds.join(", ")}.` }),
    name: text(300),
    /** Its entry in the register, where it has one. */
    constituentId: z.uuid("Expected a constituent's id.").optional(),
    country: z.string().regex(/^[A-Z]{2}$/, "Expected a country of two letters such as ML (ISO 3166-1)."),
    number: text(100),
    /** Who granted it. */
    authority: text(300),
    scope: text(1000),
    website: website.optional(),
    /** Where a buyer complains. */
    complaintPath: text(500).optional(),
    representative: text(300).optional(),
    email: z.email("Expected an e-mail address such as name@example.org.").max(320).optional(),
    phone: text(40).optional(),
    grantedOn: day,
    validUntil: day.optional(),
  })
  .refine((body) => body.validUntil === undefined || body.validUntil >= body.grantedOn, {
    path: ["validUntil"],
    message: "Expected the day of the grant or a later one.",
  });
export type AddAccreditation = z.input<typeof AddAccreditation>;

/** What is absent stays; null empties. Kind, number and authority are those of the grant: a new grant is a new entry. */
export const ChangeAccreditation = z.strictObject({
  bodyId: z.uuid("Expected the body's id."),
  version: z.number().int().min(1, "Expected the version that was read."),
  name: text(300).optional(),
  scope: text(1000).optional(),
  website: website.nullable().optional(),
  complaintPath: text(500).nullable().optional(),
  representative: text(300).nullable().optional(),
  email: z.email("Expected an e-mail address such as name@example.org.").max(320).nullable().optional(),
  phone: text(40).nullable().optional(),
});
export type ChangeAccreditation = z.input<typeof ChangeAccreditation>;

export const RecordAct = z
  .strictObject({
    bodyId: z.uuid("Expected the body's id."),
    act: z.enum(accreditationActs, { error: `Expected one of ${accreditationActs.join(", ")}.` }),
    effectiveOn: day,
    /** Of a grant or renewal; absent: without end. */
    validUntil: day.optional(),
    why: text(2000).optional(),
  })
  .superRefine((told, check) => {
    const hasEnd = told.act === "granted" || told.act === "renewed";
    if (!hasEnd && told.validUntil !== undefined)
      check.addIssue({
        code: "custom",
        path: ["validUntil"],
        message: "Expected a last day only for a grant or a renewal.",
      });
    if (told.validUntil !== undefined && told.validUntil < told.effectiveOn)
      check.addIssue({ code: "custom", path: ["validUntil"], message: "Expected the day of the act or a later one." });
    if ((told.act === "suspended" || told.act === "withdrawn") && told.why === undefined)
      check.addIssue({ code: "custom", path: ["why"], message: "Expected the reason." });
  });
export type RecordAct = z.input<typeof RecordAct>;

const shared = {
  /** A part of a name, a number or a reference. */
  text: z.string().max(100).default(""),
  kind: z.enum(accreditationKinds, { error: `Expected one of ${accreditationKinds.join(", ")}.` }).optional(),
  state: z.enum(accreditationStates, { error: `Expected one of ${accreditationStates.join(", ")}.` }).optional(),
  /** The day on which the state is asked; today unless said. */
  on: day.optional(),
  cursor: z.uuid("Expected the `next` of an earlier page.").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
};
export const AccreditationsQuery = z.strictObject(shared);
export type AccreditationsQuery = z.input<typeof AccreditationsQuery>;

/** What happened to an accreditation, in the order in which it took effect. */
export const ActView = z.object({
  number: z.number().int(),
  act: z.enum(accreditationActs),
  effectiveOn: z.string(),
  validUntil: z.string().nullable(),
  why: z.string().nullable(),
});
export type ActView = z.infer<typeof ActView>;

/** What everybody reads: no name of a person, no reason of a suspension. */
export const PublicAccreditation = z.object({
  id: z.string(),
  reference: z.string(),
  kind: z.enum(accreditationKinds),
  name: z.string(),
  country: z.string(),
  isForeign: z.boolean(),
  number: z.string(),
  authority: z.string(),
  scope: z.string(),
  website: z.string().nullable(),
  complaintPath: z.string().nullable(),
  state: z.enum(accreditationStates),
  grantedOn: z.string().nullable(),
  validUntil: z.string().nullable(),
  /** Since which day it stands as it stands. */
  stateSince: z.string().nullable(),
  isDemo: z.boolean(),
});
export type PublicAccreditation = z.infer<typeof PublicAccreditation>;

export const AccreditationRow = PublicAccreditation.extend({
  keptBy: z.string(),
  canChange: z.boolean(),
  constituentId: z.string().nullable(),
  version: z.number().int(),
});
export type AccreditationRow = z.infer<typeof AccreditationRow>;

export const AccreditationPage = AccreditationRow.extend({
  acts: z.array(ActView),
  /** Null for who may not read it. */
  contact: z
    .object({ representative: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
    .nullable(),
});
export type AccreditationPage = z.infer<typeof AccreditationPage>;
