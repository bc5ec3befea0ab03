// Suggestions of what belongs together, each with its reasons, and values that the team does not take for a link. Pure.
import { z } from "zod";
import { levels, observableKinds } from "../../triage/model.ts";
import { deskLimits } from "../model.ts";

/** From how many reports on a value says nothing any more: everybody has it. */
export const commonAt = 200;
/** Two reports of one constituent within this time are told as such, in hours. */
export const sameConstituentHours = 48;
/** How near two reports must be in time for that to be a further reason, in hours. */
export const nearHours = 72;
/** Texts are held against those of this many days before and after. */
export const textDays = 14;
/** Shorter texts say the same by chance, in characters. */
export const leastTextLength = 40;

export const strengths = ["strong", "medium", "weak"] as const;
export type Strength = (typeof strengths)[number];

export const Reason = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("values"),
    /** The rarest first; `reports` is how many the asker can see that have it. */
    values: z.array(z.object({ kind: z.string(), value: z.string(), reports: z.int() })),
    count: z.int(),
    rarest: z.int(),
  }),
  z.object({ kind: z.literal("constituent"), name: z.string(), hours: z.int() }),
  z.object({ kind: z.literal("text"), percent: z.int() }),
  z.object({ kind: z.literal("time"), hours: z.int() }),
]);
export type Reason = z.infer<typeof Reason>;

export const Suggestion = z.object({
  kind: z.enum(["case", "report"]),
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  status: z.string(),
  severity: z.enum(levels).nullable(),
  strength: z.enum(strengths),
  /** Reports of it that the reasons are about. */
  reports: z.array(z.object({ id: z.string(), reference: z.string() })),
  reasons: z.array(Reason),
});
export type Suggestion = z.infer<typeof Suggestion>;

const reason = z
  .string("Expected a reason in words.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`);

export const IgnoreValue = z.strictObject({
  /** Absent: read off the value. */
  kind: z.enum(observableKinds, `Expected one of ${observableKinds.join(", ")}.`).optional(),
  value: z
    .string("Expected a value.")
    .trim()
    .min(1, "Expected a value.")
    .max(2000, "Expected at most 2000 characters."),
  reason,
});
export type IgnoreValue = z.infer<typeof IgnoreValue>;

export const EndIgnored = z.strictObject({});

const Person = z.object({ id: z.string(), name: z.string() });
export const IgnoredView = z.object({
  id: z.string(),
  kind: z.string(),
  value: z.string(),
  reason: z.string(),
  addedBy: Person.nullable(),
  addedAt: z.string(),
  /** Reports that the asker can see and that have it. */
  reports: z.int(),
});
export type IgnoredView = z.infer<typeof IgnoredView>;
