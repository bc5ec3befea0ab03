// Decisions about restricted cases: nothing, or a refusal with its reason. Pure.
import { AppError, invalidInput } from "../../platform/errors/index.ts";

function refused(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `access.refusal.${reason}` });
}

/** @throws AppError refused when it is restricted already. */
export function decideRestrict(before: { isRestricted: boolean }): void {
  if (before.isRestricted) throw refused("restricted_already", "This case is restricted already.");
}

/** @throws AppError refused when everybody at the desk sees it anyway. */
export function decideRestricted(before: { isRestricted: boolean }): void {
  if (!before.isRestricted) throw refused("not_restricted", "This case is not restricted.");
}

/** @throws AppError refused: a restricted case keeps a member, and its owner. */
export function decideRemove(facts: { members: readonly string[]; ownerId: string | null; personId: string }): void {
  if (facts.ownerId === facts.personId)
    throw refused("owner_stays", "This person owns the case. Give it to another member first.");
  if (facts.members.length <= 1)
    throw refused("last_member", "This is the last member. Add another one, or lift the restriction.");
}

/** @throws AppError invalid_input naming the first who cannot be a member. */
export function decideMembers(
  wanted: readonly string[],
  facts: { working: ReadonlySet<string>; conflicted: ReadonlySet<string> },
  path: string,
): void {
  for (const person of wanted) {
    if (!facts.working.has(person)) throw invalidInput([{ path, message: "Expected somebody who works cases." }]);
    if (facts.conflicted.has(person))
      throw invalidInput([{ path, message: "Expected somebody without a conflict of interest in this case." }]);
  }
}

/** @throws AppError refused: nobody breaks the glass of a case that they see, nor past their own conflict of interest. */
export function decideGlass(facts: {
  isRestricted: boolean;
  isMember: boolean;
  isOpenAlready: boolean;
  hasConflict: boolean;
}): void {
  if (facts.hasConflict)
    throw refused("conflict", "You stand on the list of conflicts of interest for this case: ask somebody else.");
  if (!facts.isRestricted || facts.isMember || facts.isOpenAlready)
    throw refused("glass_not_needed", "This case is open to you: find it by its reference.");
}

/** @throws AppError refused: the same person does not do both halves. */
export function decideReview(facts: { personId: string; by: string; isReviewed: boolean }): void {
  if (facts.personId === facts.by)
    throw refused("own_glass", "Somebody else looks at this: you opened the case yourself.");
  if (facts.isReviewed) throw refused("reviewed_already", "This was looked at already.");
}

/** @throws AppError refused: who stands on the list does not take the own name off it. */
export function decideEndConflict(facts: { personId: string; by: string; isEnded: boolean }): void {
  if (facts.personId === facts.by)
    throw refused("own_conflict", "Somebody else takes your name off the list of conflicts.");
  if (facts.isEnded) throw refused("conflict_ended", "This conflict has ended already.");
}
