// Constituents, contacts, network claims and areas, as forms and files bring them. Pure.
import { z } from "zod";
import { TimeZone, WeeklyHours } from "./contacts/hours/model.ts";
import { isicSectionOf } from "./isic/model.ts";
import { sectors } from "./sectors/model.ts";

export { type Sector, sectors } from "./sectors/model.ts";

const text = (max: number) =>
  z.string().trim().min(1, "Expected some text.").max(max, `Expected at most ${max} characters.`);

export const AddConstituent = z.strictObject({
  name: text(300),
  otherNames: z.array(text(300)).max(20).default([]),
  sector: z.enum(sectors, { error: `Expected one of ${sectors.join(", ")}.` }),
  isic: z
    .string()
    .refine(
      (code) => isicSectionOf(code) !== undefined,
      "Expected a section, division, group or class of ISIC Rev. 4, such as K, 64, 641 or 6419.",
    )
    .optional(),
  classes: z.array(text(60)).max(20).default([]),
  /** Where its seat is. */
  areaId: text(60).optional(),
  branchAreaIds: z.array(text(60)).max(500).default([]),
  parentId: z.uuid("Expected a constituent's id.").optional(),
  languages: z
    .array(z.enum(["fr", "en", "mn"]))
    .min(1)
    .default(["fr"]),
  /** Of its seat, as a letter would say it. */
  address: text(500).optional(),
  /** Such as "SA", "SARL", "établissement public". */
  legalForm: text(120).optional(),
});
export type AddConstituent = z.input<typeof AddConstituent>;

const pointInTime = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." });

/**
 * What is absent stays; null empties. `version` is the one that was seen. `validFrom` is since when the facts are so (now unless said, never
 * in the future); with `validUntil` they were so for a time that is over, and what holds today stays.
 */
export const ChangeConstituent = z.strictObject({
  constituentId: z.uuid("Expected a constituent's id."),
  version: z.number().int().min(1, "Expected the version that was read."),
  name: AddConstituent.shape.name.optional(),
  otherNames: z.array(text(300)).max(20).optional(),
  sector: AddConstituent.shape.sector.optional(),
  isic: AddConstituent.shape.isic.nullable(),
  classes: z.array(text(60)).max(20).optional(),
  areaId: AddConstituent.shape.areaId.nullable(),
  branchAreaIds: z.array(text(60)).max(500).optional(),
  parentId: AddConstituent.shape.parentId.nullable(),
  languages: AddConstituent.shape.languages.unwrap().optional(),
  address: AddConstituent.shape.address.nullable(),
  legalForm: AddConstituent.shape.legalForm.nullable(),
  validFrom: pointInTime.optional(),
  validUntil: pointInTime.optional(),
  why: text(2000).optional(),
});
export type ChangeConstituent = z.input<typeof ChangeConstituent>;

export const contactRoles = [
  "security",
  "abuse",
  "data_protection",
  "legal",
  "management",
  "press",
  "fraud_desk",
  "other",
] as const;

export const safeChannelKinds = ["phone", "satellite_phone", "radio", "messenger", "courier", "in_person"] as const;

export const AddContact = z.strictObject({
  constituentId: z.uuid("Expected a constituent's id."),
  name: text(200),
  role: z.enum(contactRoles, { error: `Expected one of ${contactRoles.join(", ")}.` }),
  email: z.email("Expected an e-mail address such as name@example.org.").optional(),
  phone: text(40).optional(),
  languages: z
    .array(z.enum(["fr", "en", "mn"]))
    .min(1)
    .default(["fr"]),
  /** In words, where a weekly table does not say it. */
  hours: text(200).optional(),
  /** When somebody answers, on the clocks of which zone. */
  weekly: z.strictObject({ hours: WeeklyHours, timeZone: TimeZone }).optional(),
  /** How to reach them on a day on which mail and telephone are not to be trusted. */
  safeChannel: z
    .strictObject({
      kind: z.enum(safeChannelKinds, { error: `Expected one of ${safeChannelKinds.join(", ")}.` }),
      value: text(300),
    })
    .optional(),
  isSafeChannel: z.boolean().default(false),
});
export type AddContact = z.input<typeof AddContact>;

/** `endedAt` is now unless said, and never in the future. */
export const EndContact = z.strictObject({
  contactId: z.uuid("Expected a contact's id."),
  endedAt: pointInTime.optional(),
});
export type EndContact = z.input<typeof EndContact>;

export const claimKinds = ["prefix", "asn", "domain", "url_prefix", "short_code"] as const;
export type ClaimKind = (typeof claimKinds)[number];

export const proofs = ["dns_txt", "rir", "letter", "officer", "import"] as const;

export const AddClaim = z.strictObject({
  constituentId: z.uuid("Expected a constituent's id."),
  kind: z.enum(claimKinds, { error: `Expected one of ${claimKinds.join(", ")}.` }),
  /** "203.0.113.0/26", "AS64496", "bank.example", "https://host.example/path", "*000#". */
  value: text(300),
  heldFrom: pointInTime.optional(),
  heldUntil: pointInTime.optional(),
  source: text(200),
  proof: z.enum(proofs, { error: `Expected one of ${proofs.join(", ")}.` }),
});
export type AddClaim = z.input<typeof AddClaim>;

/** `heldUntil` is the first instant at which it is held no longer; an end that was told before is moved. */
export const EndClaim = z.strictObject({ claimId: z.uuid("Expected a claim's id."), heldUntil: pointInTime });
export type EndClaim = z.input<typeof EndClaim>;
