// What a regional focal point writes at a report of the own areas, and how the desk answers. Pure; screens validate with it too.
import { z } from "zod";
import { levels } from "../../triage/model.ts";

const words = (max: number) =>
  z.string("Expected a text.").trim().min(1, "Expected a text.").max(max, `Expected at most ${max} characters.`);

export const ProposedAssessment = z.strictObject({
  rsitClass: z.string("Expected a class of the taxonomy.").max(60),
  rsitType: z.string("Expected a type of that class.").max(60),
  severity: z.enum(levels, `Expected one of ${levels.join(", ")}.`),
});
export type ProposedAssessment = z.infer<typeof ProposedAssessment>;

export const focalKinds = ["note", "question", "proposal"] as const;
export type FocalKind = (typeof focalKinds)[number];

/** `proposal` belongs to a proposal and to nothing else; `body` is then why. */
export const AddFocalEntry = z
  .strictObject({
    reportId: z.uuid("Expected a report's id."),
    kind: z.enum(focalKinds, `Expected one of ${focalKinds.join(", ")}.`),
    body: words(4000),
    proposal: ProposedAssessment.optional(),
  })
  .refine(({ kind, proposal }) => (kind === "proposal") === (proposal !== undefined), {
    path: ["proposal"],
    message: "Expected an assessment with a proposal, and none with a note or question.",
  });
export type AddFocalEntry = z.infer<typeof AddFocalEntry>;

/** A question is answered; a proposal is accepted (its assessment then stands) or refused. */
export const AnswerFocalEntry = z.strictObject({
  entryId: z.uuid("Expected an entry's id."),
  outcome: z.enum(["answered", "accepted", "refused"], "Expected answered, accepted or refused."),
  answer: words(4000),
});
export type AnswerFocalEntry = z.infer<typeof AnswerFocalEntry>;

/** A report that a focal point writes down for somebody of the own areas. */
export const RegisterAssisted = z.strictObject({
  area: z.string().trim().min(1, "Expected an area.").max(60),
  description: words(50_000),
  subject: words(300).optional(),
  language: z.enum(["fr", "en", "mn"], "Expected fr, en or mn."),
  consent: z.enum(["agreed", "cannot_say", "child_in_care"], "Expected agreed, cannot_say or child_in_care."),
  name: words(200).optional(),
  phone: z
    .string()
    .trim()
    .regex(/^[+()0-9 .\-/]{3,40}$/, "Expected a telephone number such as +999 70 00 00 00.")
    .optional(),
  isConfidential: z.boolean("Expected true or false.").default(false),
  /** The person had to leave home: where they come from, kept from every focal point. Absent: they did not. */
  origin: z.string().trim().max(100).optional(),
});
export type RegisterAssisted = z.input<typeof RegisterAssisted>;

/** One entry as both sides see it. `author` is null for the side that does not know the people of the other. */
export interface FocalEntryView {
  id: string;
  kind: FocalKind;
  body: string;
  proposal: ProposedAssessment | null;
  isMine: boolean;
  author: { id: string; name: string } | null;
  at: string;
  answer: string | null;
  outcome: "answered" | "accepted" | "refused" | null;
  answeredAt: string | null;
}
