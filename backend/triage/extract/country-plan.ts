// What extraction needs from a country file: how telephones are numbered and how payment references look.
import { z } from "zod";

/** One operator's transaction ids: a regular expression over the whole id, without anchors. */
export const paymentReferencePattern = z.strictObject({
  operator: z.string().min(1),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .superRefine((pattern, context) => {
      const reason = refusePattern(pattern);
      if (reason !== null) context.addIssue({ code: "custom", message: reason });
    }),
});

export const phonePlan = z.strictObject({
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** E.164 country code without "+". */
  callingCode: z.string().regex(/^[1-9]\d{0,2}$/),
  /** Lengths of a national number, in digits. */
  nationalLengths: z.array(z.int().min(3).max(14)).min(1),
  /** First digits of mobile numbers, which are recognised without a word such as "tel." beside them. */
  mobilePrefixes: z.array(z.string().regex(/^\d{1,6}$/)),
  paymentReferences: z.array(paymentReferencePattern),
});

export type PhonePlan = z.infer<typeof phonePlan>;

/**
 * Says why a payment pattern is refused, or null. Patterns run on what strangers send, so only a language without
 * unbounded repetition is allowed: literals, classes, escapes, `?`, `{n}`, `{n,m}` (m up to 64), and groups that are not repeated.
 */
export function refusePattern(pattern: string): string | null {
  const outsideClasses = pattern.replace(/\\./g, "a").replace(/\[[^\]]*\]/g, "a");
  if (/[*+]/.test(outsideClasses)) return "expected counted repetition such as {4} or {4,8} instead of * or +";
  if (/\{\d+,\}/.test(outsideClasses)) return "expected an upper bound in {n,m}";
  if (/\)[{?]/.test(outsideClasses)) return "expected groups without repetition";
  if (/\(\?(?!:)/.test(outsideClasses)) return "expected plain groups (?:…), no look-around";
  if (/\\[1-9kbB]/.test(pattern)) return "expected no back-references and no \\b";
  for (const [, low, high] of outsideClasses.matchAll(/\{(\d+)(?:,(\d+))?\}/g))
    if (Number(high ?? low) > 64) return "expected repetitions of at most 64";
  try {
    new RegExp(pattern, "u");
    return null;
  } catch (error) {
    return `expected a regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}
