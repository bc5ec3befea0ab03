// What the desk's log page asks and sees: search, the state of tree, witnesses and checks, alarms, destructions. Pure; the desk imports these types.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

const limit = z.coerce.number().int().min(1).max(200).default(60);
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." }).optional();

/** Everything narrows; an act matches from its beginning ("case."). */
export const LogQuery = z.strictObject({
  action: z.string().max(60).optional(),
  objectType: z.string().max(60).optional(),
  objectId: z.string().max(100).optional(),
  /** A person, an API key, or the name of a job. */
  actorId: z.string().max(100).optional(),
  actorKind: z
    .enum(["person", "api_key", "reporter", "system", "anonymous"], {
      error: "Expected person, api_key, reporter, system or anonymous.",
    })
    .optional(),
  from: instant,
  until: instant,
  cursor: z.string().max(400).optional(),
  limit,
});
export type LogQuery = z.infer<typeof LogQuery>;

const reason = z
  .string({ error: "Expected a reason." })
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(2000);

export const AskShredding = z.strictObject({
  objectType: z.string().min(1, "Expected the kind of object.").max(60),
  objectId: z.string().min(1, "Expected the object's id.").max(100),
  reason,
});
export type AskShredding = z.infer<typeof AskShredding>;

export const CloseAlarm = z.strictObject({ alarmId: z.uuid("Expected an alarm's id."), reason });
export type CloseAlarm = z.infer<typeof CloseAlarm>;

export const AttestHistory = z.strictObject({
  objectType: z.string().min(1, "Expected the kind of object.").max(60),
  objectId: z.string().min(1, "Expected the object's id.").max(100),
});
export type AttestHistory = z.infer<typeof AttestHistory>;

/** What taking the whole log out of the house is confirmed for with the passkey. */
export const bindExport: StepUpBinding = { act: "log.export", object: "log", version: "1" };

/** What destroying content is confirmed for: this destruction. */
export function bindShredding(shreddingId: string): StepUpBinding {
  return { act: "log.shred", object: shreddingId, version: "1" };
}

export interface LogStateView {
  /** The key that others check with. */
  verifierKey: string;
  rows: number;
  sealedAt: string | null;
  published: { size: number; at: string; isStamped: boolean } | null;
  /** A publication that still waits for witnesses. */
  waiting: { size: number; at: string } | null;
  witnesses: {
    name: string;
    state: "good" | "unreachable" | "refused" | "ahead" | "new";
    says: string | null;
    size: number;
    cosignedAt: string | null;
  }[];
  hasStamps: boolean;
  checks: { kind: "whole" | "newest"; at: string; size: number; outcome: string }[];
  can: { export: boolean; askShredding: boolean; closeAlarm: boolean };
}

export interface AlarmView {
  id: string;
  kind: string;
  detail: Record<string, string | number>;
  /** Whom it is about, where it is about a person. */
  person: { id: string; name: string } | null;
  raisedAt: string;
  closedAt: string | null;
  closedBy: { id: string; name: string } | null;
  closeReason: string | null;
}

export interface ShreddingView {
  id: string;
  objectType: string;
  objectId: string;
  reason: string;
  askedBy: { id: string; name: string };
  askedAt: string;
  approvedBy: { id: string; name: string } | null;
  approvedAt: string | null;
  rows: number | null;
  /** How many rows would lose their content. */
  wouldDestroy: number;
  can: { approve: boolean };
}
