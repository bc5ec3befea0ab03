// Plenary sessions: who may sit, whether they are enough, who keeps away, how they voted, under which number. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

const text = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);
const id = z.uuid("Expected an identifier.");

export const CallSession = z.strictObject({
  heldAt: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-30T09:00:00Z." }),
  place: z.string().trim().max(300).default(""),
});
export type CallSession = z.infer<typeof CallSession>;

const votes = z.int("Expected a number of votes.").min(0, "Expected none or more.").max(1000);
export const SessionStep = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("add_item"),
    title: text(300),
    matterId: id.optional(),
    complaintId: id.optional(),
  }),
  z.strictObject({ kind: z.literal("open"), present: z.array(id).min(1, "Expected who is present.").max(200) }),
  /** A member who keeps away from one item, beside those whose conflicts are known. */
  z.strictObject({ kind: z.literal("recuse"), itemId: id, memberId: id, reason: text(2000) }),
  z.strictObject({
    kind: z.literal("vote"),
    itemId: id,
    votesFor: votes,
    votesAgainst: votes,
    abstained: votes,
    isAdjourned: z.boolean().default(false),
    decision: text(20_000),
  }),
  z.strictObject({ kind: z.literal("close") }),
]);
export type SessionStep = z.infer<typeof SessionStep>;
export const bindSession = (sessionId: string, version: number, kind: string): StepUpBinding => ({
  act: `session.${kind}`,
  object: sessionId,
  version: String(version),
});
/** What is confirmed with the passkey: the result of a vote. */
export const boundSessionSteps: readonly SessionStep["kind"][] = ["vote"];

export interface Recusal {
  memberId: string;
  name: string;
  reason: string;
}

/** How many must be present: the share of the members in office, rounded up, and never fewer than the least. */
export function quorumOf(members: number, rule: { quorumPercent: number; quorumLeast: number }): number {
  return Math.max(rule.quorumLeast, Math.ceil((members * rule.quorumPercent) / 100));
}

/** The result of a vote: more for than against adopts; a tie does not. */
export function resultOf(vote: {
  votesFor: number;
  votesAgainst: number;
  isAdjourned: boolean;
}): "adopted" | "rejected" | "adjourned" {
  if (vote.isAdjourned) return "adjourned";
  return vote.votesFor > vote.votesAgainst ? "adopted" : "rejected";
}

/** "D-{year}-{n}" → "D-2026-014". */
export function numberOf(format: string, year: number, n: number): string {
  return format.replace("{year}", String(year)).replace("{n}", String(n).padStart(3, "0"));
}
