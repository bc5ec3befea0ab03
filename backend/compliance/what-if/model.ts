// "What if the law set another clock?": what is asked and answered. Pure.
import { z } from "zod";

export const TryDraft = z.strictObject({
  /** "ml.data-protection", or with its version "ml.data-protection@1.0.0". */
  pack: z.string().regex(/^[a-z]{2,6}\.[a-z0-9-]+(@\d+\.\d+\.\d+)?$/, "Expected a pack such as ml.data-protection."),
  /** {draft: {title, status, source}, clocks: {stage or obligation: clock}}, as policies/README.md says. */
  draft: z.unknown(),
  /** Facts of incidents to replay; absent: those that were filed with the asker's organisation under this pack. */
  incidents: z.array(z.unknown()).max(5000, "Expected at most 5000 incidents.").optional(),
});
export type TryDraft = z.infer<typeof TryDraft>;

const Verdict = z.object({ due: z.string().nullable(), isLate: z.boolean().nullable() });
export const TriedDraft = z.object({
  pack: z.string(),
  draft: z.string(),
  incidents: z.number().int(),
  stages: z.array(
    z.object({
      stage: z.string(),
      obligation: z.string(),
      lateUnderLaw: z.number().int(),
      lateUnderDraft: z.number().int(),
      newlyLate: z.array(z.string()),
      noLongerLate: z.array(z.string()),
      undecided: z.array(z.string()),
    }),
  ),
  cases: z.array(
    z.object({
      id: z.string(),
      outcomes: z.array(z.object({ obligation: z.string(), stage: z.string(), law: Verdict, draft: Verdict })),
    }),
  ),
});
export type TriedDraft = z.infer<typeof TriedDraft>;
