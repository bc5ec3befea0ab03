// Takedown and blocking requests: to whom, about what, the answer, the time it took, and looking again. Pure; screens read it too.
import { z } from "zod";

export const takedownKinds = ["takedown", "block"] as const;
export const takedownRoles = ["registrar", "registry", "host", "operator", "platform", "other"] as const;
export const takedownStates = ["asked", "accepted", "refused", "down", "given_up"] as const;
export type TakedownState = (typeof takedownStates)[number];
export const takedownOutcomes = [
  "accepted",
  "refused",
  "needs_more",
  "still_up",
  "partly",
  "down",
  "back_up",
  "given_up",
] as const;
export type TakedownOutcome = (typeof takedownOutcomes)[number];

const text = (least: number, max: number) =>
  z
    .string("Expected some text.")
    .trim()
    .min(least, `Expected at least ${least} characters.`)
    .max(max, `Expected at most ${max} characters.`);
const time = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." });

export const AskTakedown = z.strictObject({
  kind: z.enum(takedownKinds, { error: `Expected one of ${takedownKinds.join(", ")}.` }),
  /** A web address, a domain, an address, a telephone number. */
  target: text(3, 2000).refine((said) => !/\p{Cc}/u.test(said), "Expected one line of text."),
  toRole: z.enum(takedownRoles, { error: `Expected one of ${takedownRoles.join(", ")}.` }),
  toName: text(1, 200).refine((said) => !/\p{Cc}/u.test(said), "Expected one line of text."),
  /** Absent: asked by telephone or on their form. */
  toEmail: z.email("Expected an e-mail address such as abuse@example.org.").optional(),
  language: z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." }),
  reason: text(3, 10_000),
  evidence: z.string().trim().max(20_000, "Expected at most 20,000 characters.").default(""),
  reportId: z.uuid("Expected a report's id.").optional(),
  caseId: z.uuid("Expected a case's id.").optional(),
  /** When somebody looks again; a day later unless said. */
  checkAt: time.optional(),
});
export type AskTakedown = z.input<typeof AskTakedown>;

export const NoteTakedown = z.strictObject({
  version: z.number().int().min(1, "Expected the version that was read."),
  outcome: z.enum(takedownOutcomes, { error: `Expected one of ${takedownOutcomes.join(", ")}.` }),
  note: z.string().trim().max(5000, "Expected at most 5,000 characters.").default(""),
  /** When it happened, if not now. */
  at: time.optional(),
  /** When somebody looks again; null: nobody. */
  checkAt: time.nullable().optional(),
});
export type NoteTakedown = z.input<typeof NoteTakedown>;

export const RemindTakedown = z.strictObject({
  version: z.number().int().min(1, "Expected the version that was read."),
});
export type RemindTakedown = z.input<typeof RemindTakedown>;

export const TakedownLine = z.object({
  id: z.string(),
  reference: z.string(),
  kind: z.enum(takedownKinds),
  target: z.string(),
  toRole: z.enum(takedownRoles),
  toName: z.string(),
  state: z.enum(takedownStates),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  checkAt: z.string().nullable(),
  isCheckDue: z.boolean(),
  downAt: z.string().nullable(),
  /** From asking to down; null while it is up. */
  minutesToDown: z.number().int().nullable(),
  minutesToAnswer: z.number().int().nullable(),
  isExercise: z.boolean(),
});
export type TakedownLine = z.output<typeof TakedownLine>;

export const TakedownView = TakedownLine.extend({
  toEmail: z.string().nullable(),
  language: z.string(),
  reason: z.string(),
  evidence: z.string(),
  marking: z.string(),
  reportId: z.string().nullable(),
  caseId: z.string().nullable(),
  version: z.number(),
  entries: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      outcome: z.enum(takedownOutcomes).nullable(),
      note: z.string().nullable(),
      by: z.string().nullable(),
      at: z.string(),
    }),
  ),
});
export type TakedownView = z.output<typeof TakedownView>;

export const Takedowns = z.object({
  takedowns: z.array(TakedownLine),
  /** By whom was asked: how many, how many are down, and the median time. */
  measured: z.array(
    z.object({
      toRole: z.enum(takedownRoles),
      asked: z.number(),
      down: z.number(),
      medianMinutes: z.number().nullable(),
    }),
  ),
});
export type Takedowns = z.output<typeof Takedowns>;

/** How a request stands after what was noted. Something that is up again is asked for still. */
export function takedownAfter(before: TakedownState, outcome: TakedownOutcome): TakedownState {
  switch (outcome) {
    case "accepted":
      return before === "down" ? "down" : "accepted";
    case "refused":
    case "down":
    case "given_up":
      return outcome;
    case "back_up":
      return "asked";
    case "still_up":
    case "partly":
    case "needs_more":
      return before === "down" ? "asked" : before;
  }
}

/** Answers are the other side's; the rest is what one of us saw. */
export const isAnswer = (outcome: TakedownOutcome): boolean =>
  outcome === "accepted" || outcome === "refused" || outcome === "needs_more";
