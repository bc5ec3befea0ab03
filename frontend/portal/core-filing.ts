// What the portal asks of the core for a filing without an account.
import type { FileAsGuest, GuestForm, GuestReceipt } from "../../backend/compliance/filings/guest/model.ts";
import type { Language } from "../../backend/intake/model.ts";
import type { Visitor } from "./core.ts";

/** A question that keeps it from being filed; the code is a key of the words, after `filings.problem.`. */
export interface FilingMistake {
  field: string;
  code: "missing" | "not_a_moment" | "ahead" | "not_a_number" | "late_reason" | "ternary";
}

export interface FilingCore {
  /** The questions that the law asks of such an organisation, each once. */
  form(language: Language, answers: FileAsGuest["answers"], classes: readonly string[]): GuestForm;
  /** The instant of a day and an hour as they are read in this country; undefined for what is none. */
  instantOf(day: string, time: string): string | undefined;
  /** @throws AppError too_many_requests, refused. */
  file(input: FileAsGuest, visitor: Visitor): Promise<{ receipt: GuestReceipt } | { mistakes: FilingMistake[] }>;
}
