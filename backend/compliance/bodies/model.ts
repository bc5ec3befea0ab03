// Bodies that take part beside the national team: authorities, the committee's office, peer teams. What is asked and shown of them. Pure.
import { z } from "zod";

export const bodyKinds = ["authority", "office", "peer"] as const;
export type BodyKind = (typeof bodyKinds)[number];

const isOneLine = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
const name = z
  .string({ error: "Expected a name." })
  .trim()
  .min(1, "Expected a name.")
  .max(200, "Expected at most 200 characters.")
  .refine(isOneLine, "Expected one line of text.");
const addressee = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Expected the name of an addressee in the packs of law, such as apdp.")
  .max(60);
const country = z.string().regex(/^[A-Z]{2}$/, "Expected a country as two letters (ISO 3166-1), such as ML.");
const email = z.email("Expected an e-mail address such as name@example.org.").max(320);
const postalAddress = z
  .string()
  .trim()
  .min(1, "Expected an address.")
  .max(500, "Expected at most 500 characters.")
  .refine((text) => text.isWellFormed() && !text.includes("\0"), "Expected text.");
const language = z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." });

const details = {
  addressee: addressee.nullable().optional(),
  country: country.nullable().optional(),
  email: email.nullable().optional(),
  postalAddress: postalAddress.nullable().optional(),
};

export const AddBody = z.strictObject({
  kind: z.enum(bodyKinds, { error: `Expected one of ${bodyKinds.join(", ")}.` }),
  name,
  language: language.default("fr"),
  ...details,
});
export type AddBody = z.infer<typeof AddBody>;

/** What may change of a body; a field that is left out stays as it is, null empties it. */
export const ChangeBody = z.strictObject({
  version: z.number().int().positive(),
  name: name.optional(),
  language: language.optional(),
  ...details,
});
export type ChangeBody = z.infer<typeof ChangeBody>;

export const EndBody = z.strictObject({ version: z.number().int().positive() });

export const BodyView = z.object({
  id: z.string(),
  kind: z.enum(bodyKinds),
  name: z.string(),
  addressee: z.string().nullable(),
  country: z.string().nullable(),
  email: z.string().nullable(),
  postalAddress: z.string().nullable(),
  language: z.string(),
  version: z.number().int(),
  /** People who hold a role there now. */
  people: z.number().int(),
  /** Invitations that are open. */
  invitations: z.number().int(),
  /** RFC 3339; null while it takes part. */
  endedAt: z.string().nullable(),
});
export type BodyView = z.infer<typeof BodyView>;

/** A name that the packs of law use for an addressee, in three languages; `bodyId` says who it is in this installation. */
export const AddresseeView = z.object({
  id: z.string(),
  country: z.string().nullable(),
  names: z.record(z.string(), z.string()),
  bodyId: z.string().nullable(),
});
export type AddresseeView = z.infer<typeof AddresseeView>;

export const BodiesView = z.object({ bodies: z.array(BodyView), addressees: z.array(AddresseeView) });
export type BodiesView = z.infer<typeof BodiesView>;
