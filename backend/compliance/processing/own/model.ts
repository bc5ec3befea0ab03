// Toguna's own processing, as data that ships with it: what is kept of whom, why, how long by default, who reads it. Pure.
import { z } from "zod";

const words = z.strictObject({ fr: z.string().min(1), en: z.string().min(1), mn: z.string().min(1) });

export const OwnEntry = z.strictObject({
  id: z.string().regex(/^toguna\.[a-z_]+$/),
  title: words,
  purposes: words,
  people: words,
  data: words,
  recipients: words,
  /** What is kept for how long. "{months}" is this installation's setting; `days` is what the program does by itself, null where nothing is deleted by itself. */
  retention: z.array(z.strictObject({ what: words, kept: words, days: z.number().int().positive().nullable() })).min(1),
  security: words,
  /** Nothing leaves the country by itself: said of each, so that a reader need not conclude it. */
  transfers: words,
});
export const OwnFile = z.strictObject({ entries: z.array(OwnEntry).min(1) });

export const OwnProcessing = z.object({
  controller: z.string(),
  /** The authority that runs the installation names its legal basis; the program knows none. */
  legalBasis: z.literal("unverified"),
  entries: z.array(OwnEntry),
});
export type OwnProcessing = z.infer<typeof OwnProcessing>;
