// A filing without an account, in the name of an organisation that says: not ours. What is said, by whom, and its taking back. Pure.
import { z } from "zod";

const reason = z
  .string("Expected a reason.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(2000, "Expected at most 2000 characters.");

export const Disown = z.strictObject({ reason });
export type Disown = z.infer<typeof Disown>;

/** A filing that somebody made in the entity's name: that it is there and with whom, never what it says. */
export const FilingInName = z.object({
  filingId: z.string(),
  reference: z.string(),
  filedAt: z.string(),
  parts: z.array(z.object({ receiptNumber: z.string(), addressee: z.string() })),
  standing: z.enum(["unconfirmed", "disowned"]),
  disownedAt: z.string().nullable(),
  disownedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export const FilingsInName = z.object({ filings: z.array(FilingInName), maySay: z.boolean() });
export type FilingsInName = z.infer<typeof FilingsInName>;

/** The trace beside a filing, as its authority reads it, oldest first. */
export const DisowningView = z.object({
  side: z.enum(["entity", "authority"]),
  saidBy: z.string(),
  saidAt: z.string(),
  reason: z.string(),
  undoneBy: z.string().nullable(),
  undoneAt: z.string().nullable(),
  undoReason: z.string().nullable(),
});
export type DisowningView = z.infer<typeof DisowningView>;
