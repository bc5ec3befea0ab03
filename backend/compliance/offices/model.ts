// What an authority says of itself, and who in it must keep away from whom. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { sectors } from "../../registry/sectors/model.ts";

const text = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);
const id = z.uuid("Expected an identifier.");
const name = z.string().regex(/^[a-z0-9_.-]{2,60}$/, "Expected a name in lower case such as ml.data-protection.");

export const ChangeProfile = z.strictObject({
  version: z.int().min(0, "Expected the version that was read."),
  packs: z.array(name).max(20),
  isRemitEverybody: z.boolean(),
  remitClasses: z.array(name).max(60),
  remitSectors: z.array(z.enum(sectors, { error: `Expected one of ${sectors.join(", ")}.` })).max(20),
  deliberationFormat: z
    .string()
    .trim()
    .max(60)
    .regex(
      /^[^{}]*(?:\{year\})?[^{}]*\{n\}[^{}]*$/,
      "Expected a form with {n}, and {year} where wanted, such as D-{year}-{n}.",
    ),
  quorumPercent: z.int().min(0).max(100, "Expected at most 100 percent."),
  quorumLeast: z.int().min(1).max(100),
  needsDeliberation: z.boolean(),
  takesComplaints: z.boolean(),
  takesAnonymousComplaints: z.boolean(),
});
export type ChangeProfile = z.infer<typeof ChangeProfile>;

export interface ProfileView extends ChangeProfile {
  organisationId: string;
  name: string;
  addressee: string | null;
  /** Version 0: nobody has said anything yet, and these are the defaults. */
  changedAt: string | null;
}

export const bindProfile = (organisationId: string, version: number): StepUpBinding => ({
  act: "office.change_profile",
  object: organisationId,
  version: String(version),
});

export const AddMember = z.strictObject({
  name: text(200),
  sinceDay: z.iso.date("Expected a day such as 2026-11-30."),
  personId: id.optional(),
});
export type AddMember = z.infer<typeof AddMember>;
export const EndMember = z.strictObject({ memberId: id, untilDay: z.iso.date("Expected a day such as 2026-11-30.") });
export type EndMember = z.infer<typeof EndMember>;

export const DeclareOfficeConflict = z
  .strictObject({
    /** Neither: the one who asks. */
    personId: id.optional(),
    memberId: id.optional(),
    constituentId: id,
    reason: text(2000),
  })
  .refine((asked) => asked.personId === undefined || asked.memberId === undefined, {
    path: ["memberId"],
    message: "Expected an officer or a member of the plenary, not both.",
  });
export type DeclareOfficeConflict = z.infer<typeof DeclareOfficeConflict>;
export const EndOfficeConflict = z.strictObject({ conflictId: id });
export type EndOfficeConflict = z.infer<typeof EndOfficeConflict>;

/** One step of anything of the office, as histories show it. */
export interface StepView {
  id: string;
  kind: string;
  side: "authority" | "entity" | "complainant";
  personName: string;
  at: string;
  detail: Record<string, unknown>;
  isToEntity: boolean;
  isToComplainant: boolean;
}
export interface OfficeFileView {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  side: string;
  addedAt: string;
  isToEntity: boolean;
  isToComplainant: boolean;
}
/** Largest file of the office, in bytes. */
export const largestOfficeFile = 50_000_000;
