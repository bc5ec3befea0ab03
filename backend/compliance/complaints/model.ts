// Complaints of citizens to an authority: what is asked of them, the authority's steps, the entity's hearing. Pure; the portal validates with it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

export const complaintStates = ["received", "admissible", "heard", "decided", "inadmissible", "withdrawn"] as const;
export type ComplaintState = (typeof complaintStates)[number];
export const complaintOutcomes = ["upheld", "partly_upheld", "not_upheld", "settled"] as const;

const text = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);
const id = z.uuid("Expected an identifier.");
const day = z.iso.date("Expected a day such as 2026-11-30.");

export const complaintLimits = { happened: 20_000, wanted: 4000, respondent: 300, files: 5, fileBytes: 10_000_000 };

export const HandInComplaint = z.strictObject({
  authorityId: id,
  respondent: z
    .string("Expected whom it is about.")
    .trim()
    .min(2, "Expected whom it is about.")
    .max(complaintLimits.respondent),
  happened: text(complaintLimits.happened),
  wanted: z.string().trim().max(complaintLimits.wanted).default(""),
  name: z.string().trim().max(200).default(""),
  contact: z.string().trim().max(300).default(""),
  mayBeNamed: z.boolean().default(false),
  language: z.enum(["fr", "en", "mn"]).default("fr"),
  /** Made with the page: the same page sent twice is one complaint, with the same receipt. */
  key: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "Expected the page's own key.")
    .optional(),
});
export type HandInComplaint = z.input<typeof HandInComplaint>;

/** The same from paper: the day on which it arrived counts. */
export const EnterComplaint = HandInComplaint.omit({ authorityId: true, key: true }).extend({ arrivedOn: day });
export type EnterComplaint = z.input<typeof EnterComplaint>;

export const ComplaintStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("take"), assigneeId: id }),
  z.strictObject({ kind: z.literal("identify"), constituentId: id }),
  z.strictObject({ kind: z.literal("admit"), reason: text(8000) }),
  z.strictObject({ kind: z.literal("reject"), reason: text(8000) }),
  /** Written to one side; `answerBy` is the authority's own, no law sets it here. */
  z.strictObject({ kind: z.literal("hear_entity"), text: text(20_000), answerBy: day }),
  z.strictObject({ kind: z.literal("write_complainant"), text: text(20_000) }),
  z.strictObject({
    kind: z.literal("decide"),
    outcome: z.enum(complaintOutcomes, `Expected one of ${complaintOutcomes.join(", ")}.`),
    text: text(20_000),
  }),
]);
export type ComplaintStep = z.infer<typeof ComplaintStep>;

export const complaintStepsFrom: Record<ComplaintStep["kind"], readonly ComplaintState[]> = {
  take: ["received", "admissible", "heard"],
  identify: ["received", "admissible"],
  admit: ["received"],
  reject: ["received"],
  hear_entity: ["admissible", "heard"],
  write_complainant: ["received", "admissible", "heard"],
  decide: ["admissible", "heard"],
};
export const bindComplaint = (complaintId: string, version: number): StepUpBinding => ({
  act: "complaint.decide",
  object: complaintId,
  version: String(version),
});

/** What an entity answers when it is heard. */
export const AnswerHearing = z.strictObject({ text: text(20_000), fileIds: z.array(id).max(20).default([]) });
export type AnswerHearing = z.infer<typeof AnswerHearing>;

/** What the complainant is shown with the receipt. */
export interface ComplaintForComplainant {
  reference: string;
  authority: string;
  respondent: string;
  state: ComplaintState;
  receivedAt: string;
  happened: string;
  wanted: string;
  said: { side: "authority" | "complainant"; kind: string; text: string; at: string }[];
  letters: { id: string; name: string }[];
}
