// What travels between a phone, the edge and the core: sealed reports, what the edge answers, what the core says of them. Pure.
import { z } from "zod";
import { fileTag, languages } from "../model.ts";
import { PromisedFiles } from "./pieces/model.ts";
import type { SealedItem as WireItem } from "./wire/model.ts";

/** Most bytes of a sealed report's body at any door: a description of 50,000 letters in any script, its answers, and base64. */
export const sealedBytes = 500_000;

const id = z.string().regex(/^[0-9a-f]{32}$/, "Expected 32 hexadecimal digits.");

/** A sealed report on its way. Nothing in it but the sealed text tells who reports or what. */
export const SealedItem = z.strictObject({
  /** 128 random bits that the sender draws once: the same item again is the same report. */
  id,
  /** Which of the core's keys it is sealed to. */
  keyId: z.string().regex(/^[0-9a-f]{16}$/, "Expected 16 hexadecimal digits."),
  /** Base64url of what `sealForCore` gave. */
  sealed: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, "Expected base64url.")
    .min(100, "Expected a sealed text.")
    .max(sealedBytes - 1000, "Expected a shorter text."),
  /** A sum done for this item in this hour; a door may ask for it. */
  proof: z
    .strictObject({ hour: z.number().int().min(0), nonce: z.string().regex(/^\d{1,15}$/, "Expected digits.") })
    .optional(),
  /** Where files follow: SHA-256 of the secret that lies inside. Doors take pieces of files from whoever says the same. */
  right: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "Expected 64 hexadecimal digits.")
    .optional(),
});
export type SealedItem = WireItem;

/** What is inside the seal. `report` is as `SubmitReport` was on the day when it was written: an older one is taken as well. */
export const SealedPayload = z.object({
  v: z.literal(1),
  /** RFC 3339 instant of the sender's own clock. */
  writtenAt: z.string().max(40),
  secret: z.string().regex(/^[0-9]{13}$/),
  report: z.record(z.string(), z.unknown()),
  /** The files that follow in pieces. What is not written so is no promise: the report itself is taken all the same. */
  files: PromisedFiles.optional().catch(undefined),
});
export type SealedPayload = z.infer<typeof SealedPayload>;

export const outcomes = ["delivered", "refused"] as const;
export type Outcome = (typeof outcomes)[number];

/** How far an item is, by its receipt's locator: all that the edge can tell. */
export interface ItemStatus {
  state: "waiting" | Outcome;
  acceptedAt: string;
  settledAt: string | null;
  /** Another locator, where the first was taken at the core. */
  locator: string;
}

/** An item as the edge hands it to the core. */
export const QueuedItem = z.object({
  seq: z.number().int(),
  item: z.unknown(),
  locator: z.string().regex(/^9[0-9]{5,8}$/),
  acceptedAt: z.string(),
  isHeld: z.boolean(),
});
export type QueuedItem = z.infer<typeof QueuedItem>;

/** What the core says of an item that it took. */
export const Settled = z.strictObject({
  seq: z.number().int(),
  outcome: z.enum(outcomes),
  locator: z.string().regex(/^[0-9]{6,9}$/),
});
export type Settled = z.infer<typeof Settled>;

/** A page of the core that the edge shows as it stood when it was brought. */
export const PublishedPage = z.strictObject({
  path: z.string().regex(/^\/[A-Za-z0-9/_.-]{0,200}$/),
  language: fileTag,
  mediaType: z.string().max(100),
  body: z.string().max(1_500_000),
});
export type PublishedPage = z.infer<typeof PublishedPage>;

/** What an edge knows of its core: written beside its pages by `toguna edge build`. All of it may be read by everybody. */
export const Site = z.object({
  edgeUrl: z.url(),
  coreUrl: z.url(),
  /** 0 to 9: the second digit of the receipts that this edge gives, so that two edges never give the same. */
  number: z.number().int().min(0).max(9),
  keyId: z.string(),
  /** Base64url. */
  publicKey: z.string(),
  /** Ed25519 public keys of the core, base64url: who may fetch and bring. */
  relayKeys: z.array(z.string()).min(1),
  /** Whether a form without script is taken, whose text the edge holds while it seals. */
  takesPlain: z.boolean(),
  /** IANA zone of the country, for hours that are told without one. */
  timeZone: z.string().default("UTC"),
  languages: z.tuple([z.enum(languages)], z.enum(languages)),
  /** Complete languages of one file, each with the one of the three that its reports are told in. */
  spoken: z.array(z.object({ tag: fileTag, fallsBackTo: z.enum(languages) })).default([]),
});
export type Site = z.infer<typeof Site>;
