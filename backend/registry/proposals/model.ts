// Which facts a constituent's people change at once and which need the desk's word, and what a proposal is. Pure; the form says it from here.
import { z } from "zod";
import { AddContact, ChangeConstituent } from "../model.ts";

export const proposalKinds = ["facts", "contact", "contact_add", "contact_end"] as const;
export type ProposalKind = (typeof proposalKinds)[number];
export const proposalStates = ["pending", "approved", "refused", "withdrawn"] as const;
export type ProposalState = (typeof proposalStates)[number];

/**
 * `at_once`: how and when somebody is reached. `approval`: what decides which law binds, who is written to, and by which address an entry
 * can be claimed. Network claims have a procedure of their own.
 */
export const changeRules = {
  facts: {
    name: "approval",
    otherNames: "approval",
    sector: "approval",
    classes: "approval",
    areaId: "approval",
    address: "approval",
    legalForm: "approval",
    languages: "approval",
  },
  contact: {
    phone: "at_once",
    hours: "at_once",
    languages: "at_once",
    name: "approval",
    role: "approval",
    email: "approval",
  },
} as const;

export type ContactField = keyof (typeof changeRules)["contact"];

const id = z.uuid("Expected an identifier.");
const note = z.string().trim().max(2000, "Expected at most 2000 characters.").default("");

export const FactsWanted = ChangeConstituent.pick({
  name: true,
  otherNames: true,
  sector: true,
  classes: true,
  areaId: true,
  address: true,
  legalForm: true,
  languages: true,
});
const contact = AddContact.omit({ constituentId: true, isSafeChannel: true });
export const ContactWanted = z.strictObject({
  name: contact.shape.name.optional(),
  role: contact.shape.role.optional(),
  email: contact.shape.email.unwrap().nullable().optional(),
  phone: contact.shape.phone.unwrap().nullable().optional(),
  hours: contact.shape.hours.unwrap().nullable().optional(),
  languages: contact.shape.languages.unwrap().optional(),
});

export const ProposeChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("facts"), constituentId: id, changes: FactsWanted, note }),
  z.strictObject({ kind: z.literal("contact"), contactId: id, changes: ContactWanted, note }),
  z.strictObject({ kind: z.literal("contact_add"), constituentId: id, contact: contact.strict(), note }),
  z.strictObject({ kind: z.literal("contact_end"), contactId: id, note }),
]);
export type ProposeChange = z.input<typeof ProposeChange>;

export const SettleProposal = z.strictObject({
  decision: z.enum(["approve", "refuse"], { error: "Expected approve or refuse." }),
  reason: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
});
export type SettleProposal = z.input<typeof SettleProposal>;

export type Values = Record<string, unknown>;

/** The fields that differ, as they are and as they are to be. A field that was not told stays. */
export function differences(before: Values, wanted: Values): { before: Values; after: Values } {
  const fields = Object.keys(wanted).filter(
    (field) => wanted[field] !== undefined && JSON.stringify(wanted[field]) !== JSON.stringify(before[field] ?? null),
  );
  return {
    before: Object.fromEntries(fields.map((field) => [field, before[field] ?? null])),
    after: Object.fromEntries(fields.map((field) => [field, wanted[field]])),
  };
}

/** A contact's changes: those that are made at once, and those that wait. */
export function splitContact(after: Values): { atOnce: Values; waiting: Values } {
  const isAtOnce = (field: string): boolean => (changeRules.contact as Record<string, string>)[field] === "at_once";
  const part = (wanted: boolean): Values =>
    Object.fromEntries(Object.entries(after).filter(([field]) => isAtOnce(field) === wanted));
  return { atOnce: part(true), waiting: part(false) };
}

/** Fields that somebody else changed since the proposal was made: approving would undo that unseen. */
export function outdatedFields(seen: Values, now: Values): string[] {
  return Object.keys(seen).filter(
    (field) => JSON.stringify(seen[field] ?? null) !== JSON.stringify(now[field] ?? null),
  );
}

export interface ProposalView {
  id: string;
  kind: ProposalKind;
  recordId: string;
  constituent: { id: string; name: string; reference: string };
  /** The contact's name, where it is about one. */
  contactName: string | null;
  before: Values;
  after: Values;
  /** Names of the areas that stand in them, by their ids. */
  areas: Record<string, Record<string, string>>;
  note: string;
  state: ProposalState;
  proposedByName: string;
  proposedAt: string;
  decidedByName: string | null;
  decidedAt: string | null;
  reason: string;
  can: { settle: boolean; withdraw: boolean };
}
