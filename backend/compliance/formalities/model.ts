// Formalities: what an entity files with an authority before it processes, and how the authority handles it. Shapes and the small decisions that screens share. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { type FormalityKind, formalityKinds } from "../law/model.ts";

export { type FormalityKind, formalityKinds } from "../law/model.ts";

const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
const line = (max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => isPlain(text) && !/\p{Cc}/u.test(text), "Expected one line of text.");
const prose = (min: number, max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .min(min, `Expected ${what}.`)
    .max(max, `Expected at most ${max} characters.`)
    .refine(isPlain, "Expected text.");
const id = z.uuid({ error: "Expected an id as it was given." });
const day = z.iso.date({ error: "Expected a day such as 2026-11-30." });
const kind = z.enum(formalityKinds, { error: `Expected one of ${formalityKinds.join(", ")}.` });
const language = z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." });
const packId = z.string().regex(/^[a-z0-9.-]{3,80}$/, "Expected a pack such as ml.data-protection.");
const obligationId = z.string().regex(/^[a-z0-9_.-]{3,120}$/, "Expected the id of a duty of the pack.");
const version = z.int("Expected the version that was read.").positive("Expected the version that was read.");
export const Money = z
  .string({ error: "Expected an amount such as 25000." })
  .regex(/^\d{1,14}(\.\d{1,2})?$/, "Expected an amount such as 25000.50, with a point and no spaces.");

/** The most processings that one filing bundles. */
export const mostBundled = 30;

export const StartFormality = z.strictObject({
  packId,
  obligationId,
  kind,
  entryIds: z
    .array(id)
    .min(1, "Expected one processing at least.")
    .max(mostBundled, `Expected at most ${mostBundled}.`),
});
export type StartFormality = z.infer<typeof StartFormality>;
export const ChangeDraft = z.strictObject({
  version,
  kind,
  entryIds: StartFormality.shape.entryIds,
  contact: line(500, "whom the authority may ask: name, telephone or address"),
});
export const SubmitFormality = z.strictObject({ version, language: language.default("fr") });
export const CompleteFormality = z.strictObject({
  version,
  note: prose(3, 4000, "what you add or answer, in three letters or more"),
});
export const WithdrawFormality = z.strictObject({
  version,
  reason: prose(3, 500, "why it is withdrawn, in three letters or more"),
});

/** One processing as an officer enters it from a paper. */
const PaperItem = z.strictObject({
  title: line(200, "what the processing is called").min(3, "Expected what the processing is called."),
  purposes: prose(3, 4000, "the purposes"),
  dataCategories: line(2000, "the categories of data").default(""),
  recipients: line(2000, "who receives the data").default(""),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, "Expected a country as two letters, such as FR."))
    .max(50)
    .default([]),
  traits: z
    .array(z.string().regex(/^[a-z][a-z_]{1,40}$/, "Expected a name of the list of traits."))
    .max(30)
    .default([]),
});
export const EnterFormality = z.strictObject({
  constituentId: id,
  packId,
  obligationId,
  kind,
  arrivedOn: day,
  language: language.default("fr"),
  contact: line(500, "whom the authority may ask").default(""),
  items: z.array(PaperItem).min(1, "Expected one processing at least.").max(mostBundled),
});
export type EnterFormality = z.infer<typeof EnterFormality>;

export const outcomes = [
  "accepted",
  "accepted_with_conditions",
  "refused",
  "favourable",
  "favourable_with_reservations",
  "unfavourable",
] as const;
export type Outcome = (typeof outcomes)[number];

/** An opinion is favourable or not; everything else is accepted or refused. */
export function outcomesOf(of: FormalityKind): readonly Outcome[] {
  return of === "opinion" ? outcomes.slice(3) : outcomes.slice(0, 3);
}
/** What the public extract holds: what may be done, and what is said of it; a refusal is the entity's own affair. */
export const isPublic = (outcome: Outcome): boolean => outcome !== "refused" && outcome !== "unfavourable";

/** Something like an address or a number of a person: the public extract holds none. */
export function looksPersonal(text: string): boolean {
  return /\S@\S/.test(text) || /(?:\+|\b)\d(?:[\s.-]?\d){6,}/.test(text);
}

export const FormalityStep = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ask"),
    /** Fields of the form that are missing or unclear. */
    missing: z.array(z.string().max(60)).max(30).default([]),
    text: prose(3, 8000, "what is missing, in three letters or more"),
  }),
  z.strictObject({ kind: z.literal("complete") }),
  z.strictObject({
    kind: z.literal("set_fee"),
    amount: Money,
    currency: z.string().regex(/^[A-Z]{3}$/, "Expected a currency as three letters (ISO 4217), such as XOF."),
    basis: prose(3, 500, "the text or decision that sets the fee"),
  }),
  z.strictObject({
    kind: z.literal("record_fee"),
    paidOn: day,
    bankReference: line(200, "the bank's reference").min(1),
  }),
  z.strictObject({
    kind: z.literal("decide"),
    outcome: z.enum(outcomes, { error: `Expected one of ${outcomes.join(", ")}.` }),
    decision: prose(3, 20_000, "the decision and its reasons"),
    conditions: z.string().trim().max(20_000, "Expected at most 20000 characters.").refine(isPlain).default(""),
    /** What the public extract calls it. */
    publicTitle: line(300, "what the public register calls it").default(""),
  }),
  z.strictObject({ kind: z.literal("note"), text: prose(3, 8000, "a note of three letters or more") }),
  z.strictObject({ kind: z.literal("withdraw_extract"), reason: prose(3, 500, "why the extract is withdrawn") }),
]);
export type FormalityStep = z.infer<typeof FormalityStep>;
export const TakeStep = z.strictObject({ version, step: FormalityStep });

export const formalityStates = ["draft", "submitted", "incomplete", "complete", "decided", "withdrawn"] as const;
export type FormalityState = (typeof formalityStates)[number];

/** Which steps the authority can take in a state. The head decides; officers do the rest. */
export function stepsIn(state: FormalityState, isPublished: boolean): readonly FormalityStep["kind"][] {
  if (state === "submitted") return ["complete", "ask", "set_fee", "record_fee", "decide", "note"];
  if (state === "incomplete") return ["complete", "set_fee", "record_fee", "decide", "note"];
  if (state === "complete") return ["decide", "ask", "set_fee", "record_fee", "note"];
  if (state === "decided") return isPublished ? ["withdraw_extract", "note"] : ["note"];
  return [];
}

export const stepUpForFormality = {
  submit: (formalityId: string, at: number): StepUpBinding => ({
    act: "formality.submit",
    object: formalityId,
    version: String(at),
  }),
  complete: (formalityId: string, at: number): StepUpBinding => ({
    act: "formality.complete",
    object: formalityId,
    version: String(at),
  }),
  decide: (formalityId: string, at: number): StepUpBinding => ({
    act: "formality.decide",
    object: formalityId,
    version: String(at),
  }),
} as const;

export const OfficeQuery = z.object({
  state: z.enum(formalityStates, { error: `Expected one of ${formalityStates.join(", ")}.` }).optional(),
  kind: kind.optional(),
  text: z.string().max(200).optional(),
});
export type OfficeQuery = z.infer<typeof OfficeQuery>;
export const PublicQuery = z.object({
  text: z.string().max(100).optional(),
  kind: kind.optional(),
});
export type PublicQuery = z.infer<typeof PublicQuery>;
