// Decisions about artefacts: what may be done with one in its state, and whether its file may leave for a sandbox. Pure.
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { ArtefactState } from "./model.ts";

export function refusal(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `artefacts.refusal.${reason}` });
}

/** @throws AppError refused. */
export function decideStep(state: ArtefactState, step: "take" | "give" | "end" | "look" | "result"): void {
  if (state === "ended") throw refusal("ended", "This analysis was ended.");
  if (state === "done" && step !== "result" && step !== "look")
    throw refusal("done", "This analysis is done. Write a further result if you know more.");
}

/** Whether a file may leave for an outside sandbox. `why` is a key of the room `artefacts`. */
export interface Leave {
  may: "no" | "second" | "alone";
  why: string;
}

/**
 * PAP:RED and PAP:AMBER never leave, PAP:GREEN takes a second person, PAP:CLEAR may (the house may want a second person there too);
 * TLP above AMBER never: whoever runs a sandbox is one more who knows.
 */
export function decideLeave(
  mark: { marking: Marking; pap: Pap; isExercise: boolean },
  secondPerson: "green" | "always",
): Leave {
  if (mark.isExercise) return { may: "no", why: "exercise" };
  if (mark.pap === "red" || mark.pap === "amber") return { may: "no", why: `pap_${mark.pap}` };
  if (canLeave(mark, "enrichment").may !== "text") return { may: "no", why: "tlp" };
  if (mark.pap === "green") return { may: "second", why: "pap_green" };
  return secondPerson === "always" ? { may: "second", why: "house" } : { may: "alone", why: "pap_clear" };
}
