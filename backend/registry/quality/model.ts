// How good the register is: figures, lists to act on, contact tests, duplicates and merges. Pure; the desk imports it.
import { z } from "zod";
import { type contactRoles, sectors } from "../model.ts";

/** Of something that can be covered: all of it, the part with a contact that can be written to or called, the part whose contact answered. */
export const Covered = z.object({ total: z.number(), reachable: z.number(), answering: z.number() });
export type Covered = z.output<typeof Covered>;

export const Figures = z.object({
  constituents: Covered,
  /** IPv4 addresses, and IPv6 counted in networks of /64. `base` says of what the total is: the registries' files for the country, or the register's own claims. */
  addresses: z.array(
    Covered.extend({ version: z.union([z.literal(4), z.literal(6)]), base: z.enum(["delegated", "claims"]) }),
  ),
  contacts: z.number(),
  unreachableContacts: z.number(),
  openTests: z.number(),
  unansweredTests: z.number(),
  toHandle: z.number(),
  claims: z.number(),
  staleClaims: z.number(),
  duplicates: z.number(),
  bySector: z.array(Covered.extend({ sector: z.enum(sectors) })),
  byArea: z.array(Covered.extend({ areaId: z.string(), names: z.record(z.string(), z.string()) })),
});
export type Figures = z.output<typeof Figures>;

const Whose = { constituentId: z.string(), constituent: z.string() };

export const ContactToMend = z.object({
  ...Whose,
  contactId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  /** A mail came back; nobody answered the yearly question; the constituent has no contact at all. */
  why: z.enum(["bounced", "unanswered"]),
  since: z.string(),
  said: z.string().nullable(),
});
export type ContactToMend = z.output<typeof ContactToMend>;

/** What a contact may say is right instead of what the register says. */
export const Correction = z.object({
  name: z.string().trim().max(200).optional(),
  email: z.string().trim().max(320).optional(),
  phone: z.string().trim().max(40).optional(),
  hours: z.string().trim().max(200).optional(),
  note: z.string().trim().max(2000).optional(),
});
export type Correction = z.output<typeof Correction>;
export const correctable = ["name", "email", "phone", "hours"] as const;

export const AnswerToHandle = z.object({
  ...Whose,
  testId: z.string(),
  contactId: z.string(),
  answer: z.enum(["correct", "leaving"]),
  answeredAt: z.string(),
  now: z.object({
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    hours: z.string().nullable(),
  }),
  said: Correction.nullable(),
});
export type AnswerToHandle = z.output<typeof AnswerToHandle>;

export const staleReasons = ["unproven", "lapsed", "old_proof", "other_holder", "not_delegated"] as const;
export const StaleClaim = z.object({
  ...Whose,
  claimId: z.string(),
  kind: z.string(),
  value: z.string(),
  why: z.enum(staleReasons),
  since: z.string(),
});
export type StaleClaim = z.output<typeof StaleClaim>;

export const pairReasons = ["name", "domain", "email", "phone", "area"] as const;
const Side = z.object({
  id: z.string(),
  reference: z.string(),
  name: z.string(),
  sector: z.enum(sectors),
  contacts: z.number(),
  networks: z.number(),
});
export const DuplicatePair = z.object({
  one: Side,
  other: Side,
  reasons: z.array(z.enum(pairReasons)),
  shared: z.array(z.string()),
});
export type DuplicatePair = z.output<typeof DuplicatePair>;

export const MergeView = z.object({
  id: z.string(),
  survivorId: z.string(),
  survivor: z.string(),
  mergedId: z.string(),
  merged: z.string(),
  reason: z.string(),
  by: z.string().nullable(),
  mergedAt: z.string(),
  undoneAt: z.string().nullable(),
});
export type MergeView = z.output<typeof MergeView>;

export const QualityPage = z.object({
  at: z.string(),
  figures: Figures,
  /** One line a day, the oldest first: shares between 0 and 1. */
  trend: z.array(z.object({ day: z.string(), addresses: z.number().nullable(), constituents: z.number().nullable() })),
  /** Null for machines: these are people. Each list holds at most 50. */
  contactsToMend: z.array(ContactToMend).nullable(),
  toHandle: z.array(AnswerToHandle).nullable(),
  withoutContact: z.array(z.object(Whose)),
  staleClaims: z.array(StaleClaim),
  duplicates: z.array(DuplicatePair),
  merges: z.array(MergeView),
  contactTestDays: z.number(),
});
export type QualityPage = z.output<typeof QualityPage>;

const id = z.uuid("Expected a constituent's id.");
const reason = z
  .string()
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(2000, "Expected at most 2,000 characters.");

/** Facts of which one of two is kept. */
export const chosenFacts = ["name", "sector", "isic", "areaId", "parentId", "languages"] as const;
export type ChosenFact = (typeof chosenFacts)[number];

export const MergeConstituents = z
  .strictObject({
    survivorId: id,
    mergedId: id,
    /** Facts that the survivor takes over from the other; the rest stays its own. Names, classes and branches are put together. */
    take: z
      .array(z.enum(chosenFacts, { error: `Expected some of ${chosenFacts.join(", ")}.` }))
      .max(chosenFacts.length)
      .default([]),
    reason,
  })
  .refine(({ survivorId, mergedId }) => survivorId !== mergedId, {
    path: ["mergedId"],
    message: "Expected another constituent.",
  });
export type MergeConstituents = z.input<typeof MergeConstituents>;

/** The passkey confirms a merge and its undo; screen and server build the binding with the same words. */
export const mergeStepUp = {
  merge: (survivorId: string, mergedId: string) => ({
    act: "constituent.merge",
    object: `${mergedId} into ${survivorId}`,
    version: "1",
  }),
  undo: (mergeId: string) => ({ act: "constituent.merge_undo", object: mergeId, version: "1" }),
} as const;

export const NotDuplicates = z.strictObject({ oneId: id, otherId: id });
export type NotDuplicates = z.input<typeof NotDuplicates>;

export const AskContact = z.strictObject({ contactId: z.uuid("Expected a contact's id.") });
export type AskContact = z.input<typeof AskContact>;

export const HandleAnswer = z.strictObject({
  handled: z.enum(["taken", "left"], { error: "Expected taken or left." }),
});
export type HandleAnswer = z.input<typeof HandleAnswer>;

export const QualitySettings = z.strictObject({
  /** Days between two questions to one contact. */
  contactTestDays: z.number().int().min(30, "Expected at least 30 days.").max(3650, "Expected at most ten years."),
});
export type QualitySettings = z.input<typeof QualitySettings>;

/** What stands behind the link of a contact test. */
export interface AskedContact {
  constituent: string;
  name: string;
  role: (typeof contactRoles)[number];
  email: string | null;
  phone: string | null;
  hours: string | null;
  language: string;
  isAnswered: boolean;
}

export const contactAnswers = ["right", "correct", "leaving"] as const;
export type ContactAnswer = (typeof contactAnswers)[number];
