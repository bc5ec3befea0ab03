// What can be asked about who may see a case: restricting it, its members, the broken glass, conflicts of interest. Pure; the desk validates with it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { deskLimits } from "../model.ts";

const id = z.uuid("Expected an identifier.");
const reason = z
  .string("Expected a reason in words.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`);

/** Hours that a broken glass stays open. */
export const glassHours = 4;

export const RestrictCase = z.strictObject({
  caseId: id,
  reason,
  /** Who may see it beside the one who restricts it and its owner. */
  personIds: z.array(id).max(50).default([]),
});
export type RestrictCase = z.input<typeof RestrictCase>;

export const LiftRestriction = z.strictObject({ caseId: id, reason });
export type LiftRestriction = z.infer<typeof LiftRestriction>;

export const ChangeMember = z.strictObject({ caseId: id, personId: id });
export type ChangeMember = z.infer<typeof ChangeMember>;

export const BreakGlass = z.strictObject({
  /** Of the case, or of a report in it, as it was told. */
  reference: z
    .string("Expected a reference such as TG-C-2026-0007.")
    .trim()
    .toUpperCase()
    // The operator sets how cases are numbered: any reference of letters, digits and few signs.
    .regex(/^(?=.*\d)[A-Z0-9][A-Z0-9/._-]{2,39}$/, "Expected a reference such as TG-C-2026-0007."),
  reason: z
    .string("Expected a reason in words.")
    .trim()
    .min(10, "Expected a reason of at least 10 characters: others will read it.")
    .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`),
});
export type BreakGlass = z.infer<typeof BreakGlass>;

export const ReviewOpening = z.strictObject({
  openingId: id,
  finding: z.enum(["justified", "not_justified"], "Expected justified or not_justified."),
});
export type ReviewOpening = z.infer<typeof ReviewOpening>;

export const DeclareConflict = z
  .strictObject({
    /** Absent: the one who asks. */
    personId: id.optional(),
    constituentId: id.optional(),
    caseId: id.optional(),
    reason,
  })
  .refine((asked) => (asked.constituentId === undefined) !== (asked.caseId === undefined), {
    path: ["constituentId"],
    message: "Expected a constituent or a case, and not both.",
  });
export type DeclareConflict = z.infer<typeof DeclareConflict>;

export const EndConflict = z.strictObject({ conflictId: id, reason });
export type EndConflict = z.infer<typeof EndConflict>;

/** The broken glass is confirmed with the passkey for this very reference. */
export function bindGlass(reference: string): StepUpBinding {
  return { act: "case.break_glass", object: reference.trim().toUpperCase(), version: "1" };
}

export interface MemberView {
  id: string;
  name: string;
  addedAt: string;
}

export interface OpeningView {
  id: string;
  caseId: string;
  caseReference: string;
  person: { id: string; name: string };
  reason: string;
  openedAt: string;
  expiresAt: string;
  isOpen: boolean;
  reviewedBy: { id: string; name: string } | null;
  finding: "justified" | "not_justified" | null;
  can: { review: boolean };
}

export interface ConflictView {
  id: string;
  person: { id: string; name: string };
  /** Name of the constituent, or the case's reference. */
  about: string;
  kind: "constituent" | "case";
  reason: string;
  declaredBy: { id: string; name: string };
  declaredAt: string;
  can: { end: boolean };
}
