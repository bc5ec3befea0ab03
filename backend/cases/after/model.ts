// What comes after an incident: what was restored and why it happened, the review with its improvements, the one question to who reported. Pure.
import { z } from "zod";
import { id, instant, line, oneOf, PersonShape, reason, version, words } from "../work/shapes.ts";

/** The team's own list, of no standard: why it could happen. */
export const rootCauses = [
  "unpatched",
  "stolen_credentials",
  "weak_credentials",
  "deceived_person",
  "misconfiguration",
  "supplier",
  "insider",
  "lost_device",
  "human_error",
  "technical_failure",
  "natural_event",
  "other",
  "unknown",
] as const;
export type RootCause = (typeof rootCauses)[number];

/** 0 where nobody wrote yet. */
const seenVersion = z.int("Expected the version that you saw.").min(0);

export const WriteOutcome = z.strictObject({
  caseId: id,
  version: seenVersion,
  restoredAt: instant.nullable(),
  /** Who saw that it works as before. */
  verifiedBy: words(300),
  /** null: not told yet. */
  isFunctionAffected: z.boolean("Expected true, false or null.").nullable(),
  /** Of the national list, where it stands there. */
  functionId: id.nullable(),
  functionNote: words(2000),
  /** What the public was told. */
  publicUpdate: words(4000),
  publicUpdateAt: instant.nullable(),
  rootCause: oneOf(rootCauses).nullable(),
  rootCauseNote: words(4000),
});
export type WriteOutcome = z.infer<typeof WriteOutcome>;

export const WriteReview = z.strictObject({
  caseId: id,
  version: seenVersion,
  heldAt: instant.nullable(),
  participants: words(2000),
  wentWell: words(20_000),
  wentBadly: words(20_000),
  conclusion: words(20_000),
  /** Said as such, where no improvement came of it. */
  isWithoutImprovements: z.boolean("Expected true or false."),
  /** True ends the review. */
  isFinished: z.boolean("Expected true or false."),
});
export type WriteReview = z.infer<typeof WriteReview>;

export const AddImprovement = z.strictObject({ caseId: id, title: line(300), ownerId: id, dueAt: instant });
export type AddImprovement = z.infer<typeof AddImprovement>;

export const improvementStates = ["open", "done", "dropped"] as const;
export const ChangeImprovement = z.strictObject({
  improvementId: id,
  version,
  title: line(300).optional(),
  ownerId: id.optional(),
  dueAt: instant.optional(),
  state: oneOf(improvementStates).optional(),
  /** What became of it; needed to end it. */
  outcome: reason(4000).optional(),
});
export type ChangeImprovement = z.infer<typeof ChangeImprovement>;

export const answers = ["yes", "partly", "no"] as const;
export const AnswerQuestion = z.strictObject({ answer: oneOf(answers), words: words(2000).default("") });
export type AnswerQuestion = z.input<typeof AnswerQuestion>;

export const OutcomeView = z.object({
  restoredAt: z.string().nullable(),
  verifiedBy: z.string(),
  isFunctionAffected: z.boolean().nullable(),
  functionId: z.string().nullable(),
  functionNames: z.record(z.string(), z.string()).nullable(),
  functionNote: z.string(),
  publicUpdate: z.string(),
  publicUpdateAt: z.string().nullable(),
  rootCause: z.enum(rootCauses).nullable(),
  rootCauseNote: z.string(),
  changedBy: PersonShape.nullable(),
  changedAt: z.string(),
  version: z.int(),
});
export type OutcomeView = z.infer<typeof OutcomeView>;

export const ReviewView = z.object({
  heldAt: z.string().nullable(),
  participants: z.string(),
  wentWell: z.string(),
  wentBadly: z.string(),
  conclusion: z.string(),
  isWithoutImprovements: z.boolean(),
  finishedAt: z.string().nullable(),
  finishedBy: PersonShape.nullable(),
  changedBy: PersonShape.nullable(),
  changedAt: z.string(),
  version: z.int(),
});
export type ReviewView = z.infer<typeof ReviewView>;

export const ImprovementView = z.object({
  id: z.string(),
  title: z.string(),
  owner: PersonShape,
  dueAt: z.string(),
  state: z.enum(improvementStates),
  outcome: z.string(),
  version: z.int(),
});
export type ImprovementView = z.infer<typeof ImprovementView>;

export const QuestionView = z.object({
  reportId: z.string(),
  reference: z.string(),
  askedAt: z.string(),
  answer: z.enum(answers).nullable(),
  words: z.string(),
  answeredAt: z.string().nullable(),
});
export type QuestionView = z.infer<typeof QuestionView>;
