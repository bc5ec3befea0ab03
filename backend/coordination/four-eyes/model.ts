// Four eyes on what goes to many: asked by one, approved by another; in an emergency released by a lead alone and looked at afterwards. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

export const fourEyesKinds = [
  "advisory",
  "notification",
  "disclosure",
  "early_disclosure",
  "public_line",
  "statistics",
  // A list of reports, cases or people as a file.
  "export",
  "advice",
] as const;
export type FourEyesKind = (typeof fourEyesKinds)[number];
export const fourEyesStates = ["waiting", "approved", "alone", "refused", "withdrawn"] as const;
export type FourEyesState = (typeof fourEyesStates)[number];

const reason = (least: number) =>
  z
    .string("Expected a reason.")
    .trim()
    .min(least, `Expected a reason of at least ${least} characters.`)
    .max(2000, "Expected at most 2,000 characters.");

export const RefuseRelease = z.strictObject({ reason: reason(3) });
export type RefuseRelease = z.input<typeof RefuseRelease>;
export const ReleaseAlone = z.strictObject({ reason: reason(10) });
export type ReleaseAlone = z.input<typeof ReleaseAlone>;
export const ReviewRelease = z.strictObject({
  finding: z.enum(["justified", "not_justified"], "Expected justified or not_justified."),
  note: reason(3),
});
export type ReviewRelease = z.input<typeof ReviewRelease>;

const Person = z.object({ id: z.string(), name: z.string() });
export const FourEyesView = z.object({
  id: z.string(),
  kind: z.enum(fourEyesKinds),
  subjectId: z.string(),
  version: z.number(),
  title: z.string(),
  askedBy: Person,
  askedAt: z.string(),
  state: z.enum(fourEyesStates),
  reason: z.string().nullable(),
  decidedBy: Person.nullable(),
  decidedAt: z.string().nullable(),
  reviewedBy: Person.nullable(),
  reviewedAt: z.string().nullable(),
  finding: z.enum(["justified", "not_justified"]).nullable(),
  reviewNote: z.string().nullable(),
});
export type FourEyesView = z.output<typeof FourEyesView>;

/** The passkey's word is for this request, which is of one version of one thing. */
export const bindFourEyes = {
  approve: (requestId: string): StepUpBinding => ({ act: "release.approve", object: requestId, version: "1" }),
  alone: (requestId: string): StepUpBinding => ({ act: "release.alone", object: requestId, version: "1" }),
} as const;

/** Why somebody may not decide; null when they may. The database holds the same. */
export function whyNot(
  request: { state: FourEyesState; askedBy: string; decidedBy: string | null; isReviewed: boolean },
  act: "approve" | "refuse" | "withdraw" | "alone" | "review",
  personId: string | null,
): "settled" | "own" | "not_own" | "not_alone" | "reviewed" | null {
  if (act === "review") {
    if (request.state !== "alone") return "not_alone";
    if (request.isReviewed) return "reviewed";
    return request.decidedBy === personId ? "own" : null;
  }
  if (request.state !== "waiting") return "settled";
  const isOwn = request.askedBy === personId;
  if (act === "approve" || act === "refuse") return isOwn ? "own" : null;
  return isOwn ? null : "not_own";
}
