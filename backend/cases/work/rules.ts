// Refusals that all the work inside a case shares: an older version than the stored one, and reasons with words in the catalogue. Pure.
import { AppError } from "../../platform/errors/index.ts";

/** @throws conflict, so that the screen shows both versions. */
export function decideSeen(stored: number, seen: number): void {
  if (stored !== seen)
    throw new AppError("conflict", "Somebody else changed this in the meantime.", {
      fields: [{ path: "version", message: `Expected ${stored}.` }],
      words: "casework.refusal.conflict",
    });
}

/** A refusal with its words in the catalogue's room of this work. */
export function refusal(key: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `casework.refusal.${key}` });
}
