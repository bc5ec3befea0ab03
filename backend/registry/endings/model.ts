// An organisation that is no more: since when, why, and who goes on with what it did. Pure; the desk imports it.
import { z } from "zod";

export const EndConstituent = z.strictObject({
  constituentId: z.uuid("Expected a constituent's id."),
  /** The first day on which it was no more (UTC); today or earlier. */
  endedOn: z.iso.date({ error: "Expected a day such as 2026-03-01." }),
  reason: z
    .string("Expected a reason.")
    .trim()
    .min(3, "Expected a reason of at least 3 characters.")
    .max(2000, "Expected at most 2,000 characters."),
  /** Who goes on with what it did. */
  successorId: z.uuid("Expected a constituent's id.").optional(),
});
export type EndConstituent = z.input<typeof EndConstituent>;

const Named = z.object({ id: z.string(), name: z.string(), reference: z.string() });

export const EndingView = z.object({
  /** Null where it was merged, or ended before ends were kept: there is no undo here then. */
  id: z.string().nullable(),
  endedOn: z.string(),
  reason: z.string().nullable(),
  successor: Named.nullable(),
  /** It was made one with this entry: the undo stands on the page of the register's quality. */
  mergedInto: Named.nullable(),
  by: z.string().nullable(),
  recordedAt: z.string().nullable(),
  /** How many of each kind ended with it. */
  ended: z.record(z.string(), z.number().int()),
});
export type EndingView = z.infer<typeof EndingView>;

export const EndingAnswer = z.object({
  /** Null while the organisation stands. */
  ending: EndingView.nullable(),
  /** Organisations that this one goes on for. */
  succeeds: z.array(Named.extend({ endedOn: z.string() })),
});
export type EndingAnswer = z.infer<typeof EndingAnswer>;

/** The passkey confirms an end and its undo; screen and server build the binding with the same words. */
export const endingStepUp = {
  end: (constituentId: string, endedOn: string) => ({
    act: "constituent.end",
    object: constituentId,
    version: endedOn,
  }),
  undo: (endingId: string) => ({ act: "constituent.end_undo", object: endingId, version: "1" }),
} as const;
