// What the portal asks of the core for claims of entries of the register.
import type { Language } from "../../backend/intake/model.ts";
import type { AskToBeEntered, ClaimLook, FoundEntry } from "../../backend/registry/enrolment/model.ts";
import type { Visitor } from "./core.ts";

/** A problem by which the page says why a record was not found; `other_text`: there is one, and it says something else. */
export type DnsOutcome =
  | "proven"
  | "other_text"
  | "no_record"
  | "no_name"
  | "alias"
  | "no_answer"
  | "server_failed"
  | "too_much"
  | "bad_name";

export interface ClaimsCore {
  /** At most ten; none for fewer than three letters. @throws AppError too_many_requests. */
  find(words: string, visitor: Visitor): Promise<FoundEntry[]>;
  /** The one of an id; none for an id that is not of an entry. */
  findOne(id: string): Promise<FoundEntry[]>;
  /** Mails the claim's link. @throws AppError invalid_input, not_found, too_many_requests. */
  start(
    input: { entryId: string; personName: string; email: string; language: Language },
    visitor: Visitor,
  ): Promise<void>;
  /** The same for an organisation that is not in the register. @throws as `start`. */
  askToBeEntered(input: Omit<AskToBeEntered, "sector"> & { sector: string }, visitor: Visitor): Promise<void>;
  /** Undefined for a link that opens nothing (any more). Changes nothing. */
  look(token: string): Promise<ClaimLook | undefined>;
  /** Each @throws AppError gone for a link that opens nothing. */
  confirm(token: string): Promise<void>;
  chooseDns(token: string, domain: string): Promise<void>;
  checkDns(token: string, visitor: Visitor): Promise<DnsOutcome>;
  useLetter(token: string, code: string, visitor: Visitor): Promise<"proven" | "wrong" | "no_tries">;
  askOfficer(token: string): Promise<void>;
  /** Where the person goes on to make the passkey. @throws AppError refused. */
  enrol(token: string): Promise<{ link: string }>;
}
