// Machines, accounts and services that a case is about, and how far each is compromised. Pure.
import { z } from "zod";
import { id, instant, line, oneOf, PersonShape, version, words } from "../work/shapes.ts";

export const assetKinds = [
  "account",
  "computer",
  "server",
  "phone",
  "network_device",
  "website",
  "service",
  "database",
  "person",
  "other",
] as const;
export const compromiseStates = ["unknown", "suspected", "compromised", "clean", "recovered"] as const;
export type CompromiseState = (typeof compromiseStates)[number];

/** The most that a case takes. */
export const mostAssets = 1000;

const fields = {
  name: line(300),
  kind: oneOf(assetKinds),
  /** Addresses, host names, numbers, one a line. */
  addresses: words(4000),
  constituentId: id.nullable(),
  compromise: oneOf(compromiseStates),
  compromisedAt: instant.nullable(),
  note: words(4000),
};

export const AddAsset = z.strictObject({
  caseId: id,
  ...fields,
  addresses: fields.addresses.default(""),
  constituentId: fields.constituentId.default(null),
  compromise: fields.compromise.default("unknown"),
  compromisedAt: fields.compromisedAt.default(null),
  note: fields.note.default(""),
});
export type AddAsset = z.input<typeof AddAsset>;

export const ChangeAsset = z.strictObject({
  assetId: id,
  version,
  ...z.object(fields).partial().shape,
  /** True takes it off the list; false brings it back. */
  isRemoved: z.boolean("Expected true or false.").optional(),
});
export type ChangeAsset = z.infer<typeof ChangeAsset>;

export const AssetView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(assetKinds),
  addresses: z.string(),
  constituent: PersonShape.nullable(),
  compromise: z.enum(compromiseStates),
  compromisedAt: z.string().nullable(),
  note: z.string(),
  changedBy: PersonShape.nullable(),
  changedAt: z.string(),
  isRemoved: z.boolean(),
  version: z.int(),
});
export type AssetView = z.infer<typeof AssetView>;
