// Decisions on names given in confidence: who may answer a request, and whether an answer still opens. Pure.
import { AppError } from "../../platform/errors/index.ts";

export interface RequestFacts {
  askedBy: string;
  decision: string | null;
  isAskerKeyRetired: boolean;
}

/** @throws AppError refused: nobody answers the own request; conflict: it was answered, or the asker's key is gone. */
export function decideAnswer(request: RequestFacts, custodianId: string, wanted: "granted" | "refused"): void {
  if (request.askedBy === custodianId)
    throw new AppError("refused", "Another custodian must answer what you asked yourself.", {
      words: "sealed.refusal.own_request",
    });
  if (request.decision !== null)
    throw new AppError("conflict", "This request was answered already.", { words: "sealed.refusal.answered" });
  if (wanted === "granted" && request.isAskerKeyRetired)
    throw new AppError("conflict", "Who asked has another unlocking key now. The name must be asked for again.", {
      words: "sealed.refusal.asker_key",
    });
}

export interface GrantFacts {
  askedBy: string;
  decision: string | null;
  expiresAt: Date | null;
}

/** @throws AppError refused unless it is the own request, granted, and not over. */
export function decideOpening(grant: GrantFacts, personId: string, now: Date): void {
  const isOpen = grant.askedBy === personId && grant.decision === "granted";
  if (!isOpen || grant.expiresAt === null || grant.expiresAt <= now)
    throw new AppError("refused", "This request opens nothing, or no longer. Ask again.", {
      words: "sealed.refusal.not_open",
    });
}
