// Reports whose holder, by the register of today, is another than their assessment says: what is asked and shown. Pure.
import { z } from "zod";

export const TouchedReport = z.object({
  id: z.string(),
  reference: z.string(),
  /** When it happened, or when it was received where that is not known. */
  at: z.string(),
  value: z.string(),
  /** Names of the holders that the latest assessment gives by address or domain, and by the register now. */
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type TouchedReport = z.infer<typeof TouchedReport>;

export const TouchedReports = z.object({
  rows: z.array(TouchedReport),
  /** Whether there are more reports on the value than were looked through. */
  isCut: z.boolean(),
});
export type TouchedReports = z.infer<typeof TouchedReports>;

export const ApplyAttribution = z.strictObject({
  reportIds: z
    .array(z.uuid("Expected reports' ids."))
    .min(1, "Expected at least one report.")
    .max(200, "Expected at most 200 reports at once."),
  reason: z.string().trim().min(3, "Expected a reason.").max(2000, "Expected at most 2,000 characters."),
});
export type ApplyAttribution = z.input<typeof ApplyAttribution>;
