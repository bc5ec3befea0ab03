// The register's own entry in the register of processing: what it keeps of people, why, for how long, and who reads it. Pure.
import { z } from "zod";

const words = z.strictObject({ fr: z.string(), en: z.string(), mn: z.string() });

/** As the file has it; `kept` holds "{months}" where a setting says how long. */
export const ProcessingFile = z.strictObject({
  id: z.string(),
  purpose: words,
  legalBasis: z.strictObject({ status: z.literal("unverified"), text: words.nullable() }),
  records: z.array(
    z.strictObject({
      id: z.string(),
      people: words,
      data: words,
      why: words,
      kept: words,
      months: z.literal("contact_retention").nullable(),
      readers: words,
    }),
  ),
  rights: z.array(z.strictObject({ id: z.string(), text: words })),
});

/** With this installation's own figures. */
export const ProcessingEntry = ProcessingFile.extend({
  controller: z.string(),
  /** Months after the end of a contact; null where no time is set. */
  records: z.array(ProcessingFile.shape.records.element.extend({ months: z.number().int().nullable() })),
  /** How many people's entries there are now. */
  counts: z.object({ contacts: z.number().int(), ended: z.number().int(), anonymised: z.number().int() }),
});
export type ProcessingEntry = z.infer<typeof ProcessingEntry>;
