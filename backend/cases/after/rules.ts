// When a review is whole, and when an improvement may end. Pure.
import { invalidInput } from "../../platform/errors/index.ts";
import { refusal } from "../work/rules.ts";
import type { ChangeImprovement, WriteOutcome, WriteReview } from "./model.ts";

/** @throws invalid_input naming what a finished review still lacks; refused when nothing is to be improved and nobody said so. */
export function decideReview(review: WriteReview, improvements: number, now: Date): void {
  if (review.heldAt !== null && Date.parse(review.heldAt) > now.getTime() + 60_000 && review.isFinished)
    throw invalidInput([{ path: "heldAt", message: "Expected a time that is not in the future: it was held." }]);
  if (!review.isFinished) return;
  if (review.heldAt === null) throw invalidInput([{ path: "heldAt", message: "Expected when the review was held." }]);
  if (review.conclusion === "")
    throw invalidInput([{ path: "conclusion", message: "Expected what the team concluded." }]);
  if (improvements === 0 && !review.isWithoutImprovements)
    throw refusal("review_improvements", "Add an improvement with an owner, or say that there is nothing to improve.");
}

/** @throws invalid_input for a time to come, or a verification of nothing. */
export function decideOutcome(outcome: WriteOutcome, now: Date): void {
  const soon = now.getTime() + 60_000;
  if (outcome.restoredAt !== null && Date.parse(outcome.restoredAt) > soon)
    throw invalidInput([{ path: "restoredAt", message: "Expected a time that is not in the future." }]);
  if (outcome.verifiedBy !== "" && outcome.restoredAt === null)
    throw invalidInput([{ path: "restoredAt", message: "Expected when it was restored, since somebody verified it." }]);
  if (outcome.isFunctionAffected !== true && outcome.functionId !== null)
    throw invalidInput([{ path: "functionId", message: "Expected none, where no critical function was affected." }]);
  if ((outcome.publicUpdate === "") !== (outcome.publicUpdateAt === null))
    throw invalidInput([{ path: "publicUpdateAt", message: "Expected both what the public was told and when." }]);
}

/** @throws invalid_input: an end needs what became of it. */
export function decideImprovement(
  before: { outcome: string },
  asked: Pick<ChangeImprovement, "state" | "outcome">,
): void {
  if (asked.state !== undefined && asked.state !== "open" && (asked.outcome ?? before.outcome).length < 3)
    throw invalidInput([{ path: "outcome", message: "Expected what became of it, in at least 3 characters." }]);
}
