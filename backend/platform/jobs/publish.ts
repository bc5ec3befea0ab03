// Events: how a lower domain tells higher ones that something happened, through the outbox of the same transaction.
import type { Tx } from "../db/index.ts";
import { addJob } from "./add-job.ts";

/** The closed list of events. */
export type DomainEvent =
  | { type: "report.received"; reportId: string }
  | { type: "report.amended"; reportId: string; fileIds: string[] }
  | { type: "report.triaged"; reportId: string }
  | { type: "registry.changed" }
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
        | "recovery_approved";
    }
  | { type: "message.from_reporter"; reportId: string; messageId: string }
  | { type: "case.opened"; caseId: string }
  | { type: "case.closed"; caseId: string };
export type EventType = DomainEvent["type"];

/** Puts an event into the outbox; the worker hands it to each subscriber as a job of its own. */
export async function publish(tx: Tx, event: DomainEvent): Promise<void> {
  await addJob(tx, "event", { ...event });
}
