// What the portal asks of the core for a filing without an account.
import type { FileAsGuest, GuestForm, GuestReceipt } from "../../backend/compliance/filings/guest/model.ts";
import type { Language } from "../../backend/intake/model.ts";
import type { Visitor } from "./core.ts";

export interface FilingCore {
  /** The questions that the law asks of such an organisation, each once. */
  form(language: Language, answers: FileAsGuest["answers"], classes: readonly string[]): GuestForm;
  /** The instant of a day and an hour as they are read in this country; undefined for what is none. */
  instantOf(day: string, time: string): string | undefined;
  /** @throws AppError invalid_input with fields named `answers.<question>`, too_many_requests, refused. */
  file(input: FileAsGuest, visitor: Visitor): Promise<GuestReceipt>;
}
