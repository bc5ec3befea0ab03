// What other organisations are given and by whom, and the answer to "who can see this, and why". Pure; the desk reads these types too.
import { z } from "zod";
import { deskLimits } from "../model.ts";

const id = z.uuid("Expected an identifier.");
const reason = z
  .string("Expected a reason in words.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`);

export const GiveShare = z.strictObject({ object: z.enum(["report", "case"]), id, organisationId: id, reason });
export type GiveShare = z.infer<typeof GiveShare>;

export const EndShare = z.strictObject({ shareId: id });
export type EndShare = z.infer<typeof EndShare>;

export const FileReport = z.strictObject({ reportId: id, authorityId: id, reason });
export type FileReport = z.infer<typeof FileReport>;

/** One sentence: a key of the room `access` with its values. */
export interface Reason {
  key: string;
  values: Record<string, string>;
}

export interface Party {
  kind: "person" | "organisation" | "group";
  id: string | null;
  /** A name, or for a group a key of the room `access`. */
  name: string;
  canSee: boolean;
  /** Why, or why not; at least one. */
  reasons: Reason[];
  /** Set where the desk can take it back. */
  shareId: string | null;
}

export interface AudienceView {
  object: "report" | "case";
  id: string;
  reference: string;
  marking: string;
  pap: string;
  isRestricted: boolean;
  /** Of the restricted case that it is or belongs to. */
  members: { id: string; name: string }[];
  parties: Party[];
  /** What may leave on which way. */
  leaving: { channel: string; may: "text" | "word" | "no"; why: string }[];
  /** To whom the desk may give it. */
  shareable: { id: string; name: string; kind: "constituent" | "peer" }[];
  can: { restrict: boolean; lift: boolean; changeMembers: boolean; mark: boolean; markAlone: boolean; share: boolean };
}

/** What an organisation reads of a report that is its own or that it was given. */
export interface SharedReport {
  id: string;
  reference: string;
  title: string;
  status: string;
  marking: string;
  receivedAt: string;
  /** `own`: its people handed it in. `filing`: an entity filed it. `desk`: the national team shares it. */
  basis: "own" | "filing" | "desk";
}

export interface SharedReportPage extends SharedReport {
  description: string;
  files: { name: string; size: number }[];
  /** Own reports only: with which authorities it is filed, and with which it can be. */
  filedWith: { id: string; name: string; at: string }[];
  authorities: { id: string; name: string }[];
}
