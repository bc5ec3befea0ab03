// Call-backs: somebody is to be rung; each try is written down, until the person was reached or it is given up. Pure.
import { z } from "zod";
import { AppError } from "../../platform/errors/index.ts";
import { phoneNumber } from "../conversations/model.ts";

export const callOutcomes = ["reached", "no_answer", "busy", "wrong_number", "left_word", "given_up"] as const;
export type CallOutcome = (typeof callOutcomes)[number];
export type CallState = "open" | "reached" | "given_up";

const instant = z.iso.datetime({ offset: true, error: "Expected an instant such as 2026-05-01T08:00:00Z." });

export const AskCallBack = z.strictObject({
  caseId: z.uuid("Expected the id of a case."),
  conversationId: z.uuid("Expected the id of a conversation.").optional(),
  name: z.string("Expected a name.").trim().min(1, "Expected a name.").max(200, "Expected at most 200 characters."),
  phone: phoneNumber,
  /** For the desk alone. */
  about: z
    .string("Expected what it is about.")
    .trim()
    .min(1, "Expected what it is about.")
    .max(2000, "Expected at most 2000 characters."),
  dueAt: instant,
  assignedTo: z.uuid("Expected the id of a person.").optional(),
});
export type AskCallBack = z.input<typeof AskCallBack>;

export const NoteAttempt = z.strictObject({
  callBackId: z.uuid("Expected the id of a call-back."),
  outcome: z.enum(callOutcomes, `Expected one of ${callOutcomes.join(", ")}.`),
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").optional(),
  /** When to try again. */
  nextAt: instant.optional(),
});
export type NoteAttempt = z.input<typeof NoteAttempt>;

/** The state after a try. @throws conflict when it has ended. */
export function decideAttempt(state: CallState, outcome: CallOutcome): CallState {
  if (state !== "open")
    throw new AppError("conflict", "This call-back has ended.", { words: "talking.refusal.call_ended" });
  if (outcome === "reached") return "reached";
  return outcome === "given_up" ? "given_up" : "open";
}

export const CallBackView = z.object({
  id: z.string(),
  caseId: z.string(),
  caseReference: z.string(),
  name: z.string(),
  phone: z.string(),
  about: z.string(),
  dueAt: z.string(),
  assignedTo: z.string().nullable(),
  state: z.enum(["open", "reached", "given_up"]),
  attempts: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(callOutcomes),
      note: z.string().nullable(),
      by: z.string().nullable(),
      at: z.string(),
    }),
  ),
});
export type CallBackView = z.infer<typeof CallBackView>;
