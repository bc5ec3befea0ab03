// A request to freeze money: what it says, who is asked, and the five answers. Pure; screens and the partner's page read it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { type FreezeField, freezeFields, type FreezeTarget, freezeTargets } from "../../registry/partners/model.ts";

const line = z
  .string("Expected some text.")
  .trim()
  .min(1, "Expected some text, or leave the field out.")
  .max(200, "Expected at most 200 characters.")
  .refine((text) => !/\p{Cc}/u.test(text), "Expected one line of text.");

const Fields = z.partialRecord(z.enum(freezeFields), line);
export type FreezeFields = Partial<Record<FreezeField, string>>;

export const ReleaseFreeze = z.strictObject({
  reportId: z.uuid("Expected a report's id."),
  partnerId: z.uuid("Expected a fraud desk's id."),
  target: z.enum(freezeTargets, `Expected one of ${freezeTargets.join(", ")}.`),
  fields: Fields,
});
export type ReleaseFreeze = z.infer<typeof ReleaseFreeze>;

export const freezeAnswers = ["frozen", "partly", "too_late", "cannot", "need_more"] as const;
export type FreezeAnswer = (typeof freezeAnswers)[number];

export const AnswerFreeze = z.strictObject({
  requestId: z.uuid("Expected a request's id."),
  answer: z.enum(freezeAnswers, `Expected one of ${freezeAnswers.join(", ")}.`),
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").optional(),
});
export type AnswerFreeze = z.infer<typeof AnswerFreeze>;

/** How long the link in a request answers. */
export const linkDays = 14;

/** One analyst's key: for this desk, on this report, with exactly these fields. */
export function bindFreeze({ reportId, partnerId, target, fields }: ReleaseFreeze): StepUpBinding {
  const told = freezeFields.map((field) => fields[field] ?? "");
  return { act: "freeze.release", object: reportId, version: JSON.stringify([partnerId, target, ...told]) };
}

export interface FreezePartner {
  id: string;
  name: string;
  kind: "bank" | "operator";
  contactName: string;
  phone: string | null;
  hours: string | null;
  channel: "mail" | "phone";
  freezes: FreezeTarget[];
  needs: FreezeField[];
  answerMinutes: number;
  language: "fr" | "en" | "mn";
  /** Its holder is among the constituents that the report concerns. */
  isConcerned: boolean;
}

export interface FreezeRequestView {
  id: string;
  reference: string;
  partnerName: string;
  target: FreezeTarget;
  body: string;
  channel: "mail" | "phone";
  releasedBy: { id: string; name: string } | null;
  releasedAt: string;
  dueAt: string;
  answer: FreezeAnswer | null;
  answerNote: string | null;
  answeredVia: "link" | "desk" | null;
  answeredAt: string | null;
  /** From release to answer. */
  answerMinutes: number | null;
}

/** What the desk sees of a report's money: whether anything may leave, and the request as it would be. */
export interface FreezeView {
  /** Kinds of body that the reporter lets us tell; empty: none. */
  consent: { bodies: ("bank" | "operator")[]; givenAt: string; textVersion: string; language: string } | null;
  /** Key of the room `access`, where the report's label keeps it inside; null where it may leave. */
  heldBack: string | null;
  /** An exercise leaves nothing. */
  isExercise: boolean;
  prepared: { target: FreezeTarget; fields: FreezeFields };
  partners: FreezePartner[];
  requests: FreezeRequestView[];
  canRelease: boolean;
}

/** What a partner sees behind the link. */
export interface FreezeLinkView {
  reference: string;
  partnerName: string;
  language: "fr" | "en" | "mn";
  body: string;
  expiresAt: string;
  answer: FreezeAnswer | null;
}
