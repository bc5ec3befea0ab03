// What can be asked about the labels of a report or a case, and about releases that wait for a second person. Pure; the desk validates with it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { markings, type Marking } from "../../intake/model.ts";
import { type Pap, paps } from "../../intake/marking/model.ts";
import { deskLimits } from "../model.ts";

const id = z.uuid("Expected an identifier.");

/** Hours that one person's release lives without a second one's word. */
export const releaseHours = 24;

export const ChangeMarking = z.strictObject({
  object: z.enum(["report", "case"]),
  id,
  marking: z.enum(markings, `Expected one of ${markings.join(", ")}.`),
  pap: z.enum(paps, `Expected one of ${paps.join(", ")}.`),
  reason: z
    .string("Expected a reason in words.")
    .trim()
    .min(3, "Expected a reason of at least 3 characters.")
    .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`),
  /** The one on call, alone: at once, for a day, unless somebody countersigns. */
  isAlone: z.boolean("Expected true or false.").default(false),
});
export type ChangeMarking = z.input<typeof ChangeMarking>;

/** The body of an act that is named by its address alone. */
export const Nothing = z.strictObject({});

export const SettleRelease = z.strictObject({ releaseId: id });
export type SettleRelease = z.infer<typeof SettleRelease>;

/** `changed`: it holds. `waiting`: a second person must agree first. `alone`: it holds until `expiresAt` unless countersigned. */
export interface MarkingAnswer {
  state: "changed" | "waiting" | "alone";
  expiresAt: string | null;
}

export interface ReleaseView {
  id: string;
  objectType: "report" | "case";
  objectId: string;
  reference: string;
  from: { marking: Marking; pap: Pap };
  to: { marking: Marking; pap: Pap };
  reason: string;
  askedBy: { id: string; name: string };
  askedAt: string;
  way: "two_persons" | "alone";
  state: "waiting" | "live";
  expiresAt: string | null;
  can: { countersign: boolean; refuse: boolean };
}

/** One person's release is confirmed with the passkey for this object and these labels. */
export function bindRelease(asked: { id: string; marking: string; pap: string }): StepUpBinding {
  return { act: "marking.release_alone", object: asked.id, version: `${asked.marking}:${asked.pap}` };
}

/** So is the second person's word. */
export function bindCountersign(releaseId: string): StepUpBinding {
  return { act: "marking.release", object: releaseId, version: "1" };
}
