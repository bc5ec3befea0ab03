// What we found out ourselves about who sent a mail: SPF, DKIM, DMARC and ARC, and what that means in one word. Pure; the desk shows it.
import { z } from "zod";

const result = z.enum(["pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror"]);
export type CheckResult = z.infer<typeof result>;
const domain = z.string().max(253);

export const MailChecks = z.object({
  /** Null where the connecting machine is not the sender's, so that there is nothing to ask. */
  spf: z.object({ result, domain }).nullable(),
  dkim: z.array(z.object({ result, domain, selector: z.string().max(253), isAligned: z.boolean() })),
  /** `policy` is what the domain asks to be done with what fails: none, quarantine, reject. */
  dmarc: z.object({ result, domain, policy: z.string().max(20) }).nullable(),
  arc: result.nullable(),
});
export type MailChecks = z.infer<typeof MailChecks>;

/** What a person should take from it. */
export const mailVerdicts = ["vouched", "signed", "forged", "unproven", "unanswered"] as const;
export type MailVerdict = (typeof mailVerdicts)[number];

/**
 * vouched: the domain in "From" stands by the mail (DMARC, or a signature or SPF of that very domain). signed: some other domain signed it.
 * forged: a signature does not fit, or the domain says that it is not its own. unanswered: its name servers could not be asked. unproven:
 * anybody could have written it.
 */
export function judgeChecks({ spf, dkim, dmarc }: MailChecks): MailVerdict {
  if (dmarc?.result === "pass" || dkim.some((one) => one.result === "pass" && one.isAligned)) return "vouched";
  if (dmarc?.result === "fail") return "forged";
  if (dkim.some((one) => one.result === "pass")) return "signed";
  if (dkim.some((one) => one.result === "fail" || one.result === "policy") || spf?.result === "fail") return "forged";
  const open = [spf?.result, dmarc?.result, ...dkim.map((one) => one.result)];
  return open.includes("temperror") ? "unanswered" : "unproven";
}

/** A word of the library, or of a mail, as one of ours. */
export function resultOf(said: unknown): CheckResult {
  const known = result.safeParse(typeof said === "string" ? said.toLowerCase() : undefined);
  return known.success ? known.data : "none";
}
