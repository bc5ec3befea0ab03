// What two cases become when one takes things from the other: the stricter wins, in labels, in who sees it, and in conflicts. Pure.
import { type Pap, stricter, stricterPap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Blocker } from "./model.ts";

export interface Side {
  id: string;
  organisationId: string;
  kind: string;
  status: string;
  /** Invited vendors or a publication of its own; a question that waits for its answer. */
  hasDisclosure: boolean;
  hasQuestion: boolean;
  marking: Marking;
  pap: Pap;
  isRestricted: boolean;
  isExercise: boolean;
  ownerId: string | null;
  members: readonly string[];
}

export interface Effects {
  marking: Marking;
  pap: Pap;
  isRestricted: boolean;
  members: string[];
  losing: string[];
  ownerId: string | null;
}

/** Who sees the target afterwards: of two restricted cases those who saw both; of one, its own members. */
export function decideEffects(
  source: Side,
  target: Side,
  actorId: string,
  conflictedInSource: ReadonlySet<string>,
): Effects {
  const isRestricted = source.isRestricted || target.isRestricted;
  const both = source.members.filter((id) => target.members.includes(id));
  const members = !isRestricted
    ? []
    : source.isRestricted && target.isRestricted
      ? both
      : [...(source.isRestricted ? source.members : target.members)];
  const ownerStays =
    target.ownerId === null ||
    ((!isRestricted || members.includes(target.ownerId)) && !conflictedInSource.has(target.ownerId));
  return {
    marking: stricter(source.marking, target.marking),
    pap: stricterPap(source.pap, target.pap),
    isRestricted,
    members,
    losing: target.members.filter((id) => isRestricted && !members.includes(id)),
    ownerId: ownerStays ? target.ownerId : actorId,
  };
}

/** Everything that stands against it; empty when it can be made. */
export function findBlockers(asked: {
  source: Side;
  target: Side | null;
  actorId: string;
  chosen: number;
  /** The source closes and points to the target. */
  isPointer: boolean;
  /** Somebody who is no member of what comes out of it has the target open through a broken glass. */
  isGlassOpen: boolean;
}): Blocker[] {
  const { source, target, actorId } = asked;
  const found: Blocker[] = [];
  if (target?.id === source.id) found.push("same_case");
  if (source.status === "closed") found.push("source_closed");
  if (target?.status === "closed") found.push("target_closed");
  if (asked.chosen === 0) found.push("nothing_chosen");
  // A broken glass is for reading, not for moving what others keep.
  const isOutside = (side: Side | null): boolean =>
    side !== null && side.isRestricted && !side.members.includes(actorId);
  if (isOutside(source) || isOutside(target)) found.push("not_member");
  if (asked.isGlassOpen) found.push("glass_open");
  if (target !== null && target.organisationId !== source.organisationId) found.push("other_organisation");
  if (target !== null && target.isExercise !== source.isExercise) found.push("exercise");
  // A case that closes leaves nothing behind that lives on: vendors under an embargo, a finder who waits, somebody's question.
  if (asked.isPointer && source.kind !== "incident" && source.kind !== target?.kind) found.push("kind");
  if (asked.isPointer && source.hasDisclosure) found.push("disclosure");
  if (asked.isPointer && source.hasQuestion) found.push("question");
  return found;
}

/** Chosen tasks with every task that they need or that needs them: a dependency never leads into another case. */
export function withNeededTasks(
  chosen: readonly string[],
  needs: readonly { taskId: string; neededId: string }[],
): string[] {
  const taken = new Set(chosen);
  for (let before = -1; before !== taken.size; ) {
    before = taken.size;
    for (const { taskId, neededId } of needs)
      if (taken.has(taskId) || taken.has(neededId)) {
        taken.add(taskId);
        taken.add(neededId);
      }
  }
  return [...taken];
}
