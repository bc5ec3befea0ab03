// The officer's inbox of filings: acknowledged with an own reference, asked about, closed with a decision. Pure.
import { z } from "zod";

const text = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);

export const inboxStates = ["new", "acknowledged", "closed"] as const;
export type InboxState = (typeof inboxStates)[number];

export const InboxQuery = z.object({
  state: z.enum(inboxStates, `Expected one of ${inboxStates.join(", ")}.`).optional(),
  lateness: z.enum(["on_time", "late", "no_time"], "Expected on_time, late or no_time.").optional(),
  stage: z.string().max(60).optional(),
  text: z.string().max(200).optional(),
});
export type InboxQuery = z.infer<typeof InboxQuery>;

export const InboxStep = z.discriminatedUnion("kind", [
  /** `receipt`: the authority's own number of receipt, where it gives one; absent, the reference serves. */
  z.strictObject({ kind: z.literal("acknowledge"), receipt: z.string().trim().max(100).default("") }),
  z.strictObject({
    kind: z.literal("ask"),
    question: text(8000),
    answerBy: z.iso.date("Expected a day such as 2026-11-30.").optional(),
  }),
  z.strictObject({
    kind: z.literal("close"),
    outcome: z.enum(
      ["no_action", "advice", "inspection", "notice"],
      "Expected no_action, advice, inspection or notice.",
    ),
    decision: text(20_000),
  }),
]);
export type InboxStep = z.infer<typeof InboxStep>;

export const AnswerQuestion = z.strictObject({ text: text(20_000) });
export type AnswerQuestion = z.infer<typeof AnswerQuestion>;

/** A filing on paper, as an officer enters it. */
export const EnterPaper = z.strictObject({
  constituentId: z.uuid("Expected an entity's id."),
  packId: z.string("Expected the law that asks for it.").max(60),
  stage: z
    .string("Expected the stage, such as notification.")
    .regex(/^[a-z][a-z_]*$/, "Expected a stage such as notification."),
  arrivedOn: z.iso.date("Expected a day such as 2026-11-30."),
  awareAt: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-30T09:00:00Z." }).optional(),
  language: z.enum(["fr", "en", "mn"], "Expected fr, en or mn.").default("fr"),
  fields: z
    .array(
      z.strictObject({
        id: z.string().max(60),
        // A number of people may be one digit.
        value: z
          .string("Expected what the paper says.")
          .trim()
          .min(1, "Expected what the paper says.")
          .max(20_000, "Expected at most 20000 characters."),
      }),
    )
    .min(1, "Expected what the paper says.")
    .max(60),
});
export type EnterPaper = z.infer<typeof EnterPaper>;

/** What the officer is shown of one filing in the list. */
export interface InboxRow {
  id: string;
  receiptNumber: string;
  filingReference: string;
  entity: string;
  entityId: string | null;
  stage: string;
  channel: "console" | "guest" | "paper";
  standing: "confirmed" | "unconfirmed" | "disowned";
  lateness: "on_time" | "late" | "no_time";
  submittedAt: string;
  dueAt: string | null;
  packId: string;
  packVersion: string;
  state: InboxState;
  reference: string | null;
  openQuestions: number;
}

export interface InboxPage extends InboxRow {
  fields: { id: string; name: Record<string, string>; value: string }[];
  contentSha256: string;
  packSha256: string;
  obligationId: string | null;
  awareAt: string | null;
  lateReason: string | null;
  /** Stages of the same law that are still to come. */
  expects: { stage: string; due: string | null }[];
  receipt: string | null;
  acknowledgedAt: string | null;
  decision: string | null;
  outcome: string | null;
  closedAt: string | null;
  questions: QuestionView[];
  /** Other parts of the same filing with this authority: stages and corrections. */
  others: { id: string; receiptNumber: string; stage: string; submittedAt: string; lateness: string }[];
}
export interface QuestionView {
  id: string;
  question: string;
  answerBy: string | null;
  askedAt: string;
  answer: string | null;
  answeredAt: string | null;
}
