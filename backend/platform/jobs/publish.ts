// Events: how a lower domain tells higher ones that something happened, through the outbox of the same transaction.
import { randomUUID } from "node:crypto";
import type { Tx } from "../db/index.ts";
import { addJob } from "./add-job.ts";

/** The closed list of events. */
export type DomainEvent =
  | { type: "report.received"; reportId: string }
  | { type: "report.amended"; reportId: string; fileIds: string[] }
  | { type: "report.triaged"; reportId: string }
  | { type: "registry.changed" }
  | {
      type: "claim.notice";
      kind: "approved" | "refused" | "dispute_opened" | "dispute_settled" | "proof_missing" | "proof_lapsed";
      constituentId: string;
      claimId: string;
      disputeId: string | null;
    }
  | {
      type: "entry.claimed";
      claimId: string;
      step: "asked" | "waits_administrator" | "waits_desk" | "approved" | "refused";
    }
  | { type: "entry.proposal_settled"; proposalId: string }
  | { type: "contact.asked"; testId: string; token: string; reminder: number }
  | { type: "constituent.ended"; endingId: string; isUndone: boolean }
  | { type: "custody.changed" }
  | { type: "identity.asked"; requestId: string }
  | { type: "identity.answered"; requestId: string }
  | {
      type: "identity.changed";
      personId: string;
      change:
        | "passkey_added"
        | "passkey_removed"
        | "passkey_blocked"
        | "roles_changed"
        | "disabled"
        | "recovery_asked"
        | "recovery_approved"
        | "recovery_at_console"
        | "recovery_by_code"
        | "codes_made";
    }
  | { type: "rule.published_alone"; ruleId: string; publicationId: string }
  | { type: "rule.withdrawn"; ruleId: string; publicationId: string }
  | { type: "rule.quarantined"; ruleId: string; share: number }
  | { type: "message.from_reporter"; reportId: string; messageId: string }
  | {
      type: "office.notified";
      subject: "inspection" | "matter" | "complaint" | "formality" | "filing" | "requalification";
      subjectId: string;
    }
  | { type: "advice.asked"; requestId: string }
  | { type: "case.opened"; caseId: string }
  | { type: "case.closed"; caseId: string }
  | { type: "playbook.notice"; runId: string; stepId: string; to: "owner" | "team" | "leads" }
  | { type: "case.glass_broken"; openingId: string }
  | { type: "marking.released_alone"; releaseId: string }
  | {
      type: "release.settled";
      kind: string;
      subjectId: string;
      version: number;
      requestId: string;
      outcome: "approved" | "returned";
    };
export type EventType = DomainEvent["type"];
/** What a subscriber is given: `eventId` is the same at every try, so that one event has one effect. */
export type PublishedEvent<Type extends EventType = EventType> = Extract<DomainEvent, { type: Type }> & {
  eventId: string;
};

/**
 * Puts an event into the outbox; the worker hands it to each subscriber as a job of its own.
 * @param options.priority lower is handled first; the subscribers' jobs inherit it. Default 0.
 */
export async function publish(tx: Tx, event: DomainEvent, options: { priority?: number } = {}): Promise<void> {
  await addJob(tx, "event", { ...event, eventId: randomUUID() }, options);
}
