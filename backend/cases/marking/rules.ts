// Decisions about labels and releases: nothing, or a refusal with its reason. Pure.
import { needsTwoPersons, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { AppError } from "../../platform/errors/index.ts";

interface Labels {
  marking: Marking;
  pap: Pap;
}

function refused(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `access.refusal.${reason}` });
}

/** How a change of labels is made: at once, by two persons, or alone for a day. @throws AppError refused when nothing differs. */
export function decideMarking(before: Labels, after: Labels, isAlone: boolean): "at_once" | "two_persons" | "alone" {
  if (before.marking === after.marking && before.pap === after.pap)
    throw refused("same_marking", "These are the labels as they stand.");
  if (!needsTwoPersons(before, after)) return "at_once";
  return isAlone ? "alone" : "two_persons";
}

/** @throws AppError refused: never both halves of one act, and only while it is open. */
export function decideSettle(release: { askedBy: string; state: string; isCountersigned: boolean }, by: string): void {
  if (release.askedBy === by) throw refused("own_release", "It takes another person than the one who asked.");
  if (release.isCountersigned || (release.state !== "waiting" && release.state !== "live"))
    throw refused("release_over", "This release is settled already.");
}
