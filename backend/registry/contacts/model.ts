// Contacts: changing one, its channel for emergencies, its OpenPGP keys, and what a person may ask about what is kept of them. Pure.
import { z } from "zod";
import { AddContact } from "../model.ts";

/** What is absent stays; null empties. `version` is the one that was seen. */
export const ChangeContact = z.strictObject({
  contactId: z.uuid("Expected a contact's id."),
  version: z.number().int().min(1, "Expected the version that was read."),
  name: AddContact.shape.name.optional(),
  role: AddContact.shape.role.optional(),
  email: AddContact.shape.email.nullable(),
  phone: AddContact.shape.phone.nullable(),
  languages: AddContact.shape.languages.unwrap().optional(),
  hours: AddContact.shape.hours.nullable(),
  weekly: AddContact.shape.weekly.nullable(),
  safeChannel: AddContact.shape.safeChannel.nullable(),
  isSafeChannel: AddContact.shape.isSafeChannel.unwrap().optional(),
});
export type ChangeContact = z.input<typeof ChangeContact>;

export const AddKey = z.strictObject({
  contactId: z.uuid("Expected a contact's id."),
  /** "-----BEGIN PGP PUBLIC KEY BLOCK-----" and what follows. */
  armored: z
    .string()
    .min(1, "Expected an armored OpenPGP public key.")
    .max(200_000, "Expected a key of at most 200,000 characters."),
});
export type AddKey = z.input<typeof AddKey>;

export const KeyView = z.object({
  id: z.string(),
  contactId: z.string(),
  fingerprint: z.string(),
  userIds: z.array(z.string()),
  algorithm: z.string(),
  madeAt: z.string(),
  expiresAt: z.string().nullable(),
  addedAt: z.string(),
});
export type KeyView = z.infer<typeof KeyView>;

/** Why a text is not taken as a contact's key. */
export type KeyRefusal =
  | "not_a_key"
  | "private_key"
  | "several_keys"
  | "expired"
  | "revoked"
  | "cannot_encrypt"
  | "too_weak"
  | "no_user";

const reason = z.string().trim().min(3, "Expected a reason.").max(2000, "Expected at most 2000 characters.");

/** One e-mail address, or one name as it is written in the register. */
export const FindPerson = z
  .strictObject({
    email: z.email("Expected an e-mail address such as name@example.org.").max(320).optional(),
    name: z.string().trim().min(2, "Expected a name.").max(200).optional(),
  })
  .refine((asked) => (asked.email === undefined) !== (asked.name === undefined), {
    path: ["email"],
    message: "Expected an e-mail address or a name, one of them.",
  });
export type FindPerson = z.input<typeof FindPerson>;

export const ErasePerson = z.strictObject({ contactId: z.uuid("Expected a contact's id."), reason });
export type ErasePerson = z.input<typeof ErasePerson>;

export const SetRetention = z.strictObject({
  /** After how many months nothing personal is left of a contact that has ended. */
  months: z
    .number("Expected a number of months.")
    .int("Expected whole months.")
    .min(1, "Expected 1 month at least.")
    .max(120, "Expected 120 months at most."),
});
export type SetRetention = z.input<typeof SetRetention>;
export const defaultRetentionMonths = 12;

const KeptContact = z.object({
  id: z.string(),
  constituent: z.string(),
  reference: z.string(),
  name: z.string(),
  role: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  languages: z.array(z.string()),
  hours: z.string().nullable(),
  weeklyHours: z.unknown(),
  timeZone: z.string().nullable(),
  safeChannelKind: z.string().nullable(),
  safeChannelValue: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  keys: z.array(
    z.object({
      fingerprint: z.string(),
      userIds: z.array(z.string()),
      addedAt: z.string(),
      removedAt: z.string().nullable(),
    }),
  ),
  /** Acts of the log on this entry: what was done when, and by which kind of actor. */
  acts: z.array(z.object({ at: z.string(), action: z.string(), actorKind: z.string() })),
});

/** Everything that the register keeps about one contact person. */
export const PersonExport = z.object({
  asked: z.object({ email: z.string().nullable(), name: z.string().nullable() }),
  exportedAt: z.string(),
  retentionMonths: z.number().int(),
  contacts: z.array(KeptContact),
});
export type PersonExport = z.infer<typeof PersonExport>;

/** The passkey confirms these acts; screen and server build the binding with the same words. */
export const contactStepUp = {
  exportPerson: (asked: { email?: string | undefined; name?: string | undefined }) => ({
    act: "contact.export",
    object: (asked.email ?? asked.name ?? "").trim().toLowerCase(),
    version: asked.email === undefined ? "name" : "email",
  }),
  erase: (contactId: string) => ({ act: "contact.erase", object: contactId, version: "1" }),
} as const;
