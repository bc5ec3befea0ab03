// Fraud desks of banks and operators: who is asked to stop money, what they can stop and what they need to know for it. Pure.
import { z } from "zod";

export const partnerKinds = ["bank", "operator"] as const;
export type PartnerKind = (typeof partnerKinds)[number];

export const freezeTargets = ["mobile_money", "bank_account", "card"] as const;
export type FreezeTarget = (typeof freezeTargets)[number];

/** What a request can say; never a name of who reports. */
export const freezeFields = ["account", "from", "amount", "time", "transaction"] as const;
export type FreezeField = (typeof freezeFields)[number];

const line = (max: number) =>
  z
    .string("Expected some text.")
    .trim()
    .min(1, "Expected some text.")
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), "Expected one line of text.");

const Facts = z.strictObject({
  kind: z.enum(partnerKinds, `Expected one of ${partnerKinds.join(", ")}.`),
  contactName: line(200),
  email: z.email("Expected an e-mail address such as name@example.org.").optional(),
  phone: line(40).optional(),
  hours: line(200).optional(),
  channel: z.enum(["mail", "phone"], "Expected mail or phone."),
  freezes: z
    .array(z.enum(freezeTargets, `Expected some of ${freezeTargets.join(", ")}.`))
    .min(1, "Expected at least one thing that they can freeze."),
  needs: z.array(z.enum(freezeFields, `Expected some of ${freezeFields.join(", ")}.`)).default([]),
  /** Minutes within which they say that they answer. */
  answerMinutes: z
    .number("Expected minutes.")
    .int()
    .min(5, "Expected 5 minutes to 30 days.")
    .max(43_200, "Expected 5 minutes to 30 days."),
  language: z.enum(["fr", "en", "mn"], "Expected fr, en or mn.").default("fr"),
});

/** What a channel needs, beside the fields themselves. */
function needsAddress(
  desk: { channel: "mail" | "phone"; email?: string | undefined; phone?: string | undefined },
  check: z.RefinementCtx,
): void {
  if (desk.channel === "mail" && desk.email === undefined)
    check.addIssue({
      code: "custom",
      path: ["email"],
      message: "Expected an e-mail address, since requests go by mail.",
    });
  if (desk.channel === "phone" && desk.phone === undefined)
    check.addIssue({
      code: "custom",
      path: ["phone"],
      message: "Expected a telephone number, since requests go by telephone.",
    });
}

export const AddPartner = Facts.extend({ constituentId: z.uuid("Expected a constituent's id.") }).superRefine(
  needsAddress,
);
export type AddPartner = z.input<typeof AddPartner>;

/** The fraud desk as it is to be; what is absent is emptied. Whose it is never changes. `version` is the one that was seen. */
export const ChangePartner = Facts.extend({
  version: z.number().int().min(1, "Expected the version that was read."),
}).superRefine(needsAddress);
export type ChangePartner = z.input<typeof ChangePartner>;

export interface PartnerView {
  id: string;
  version: number;
  constituent: { id: string; name: string };
  kind: PartnerKind;
  contactName: string;
  email: string | null;
  phone: string | null;
  hours: string | null;
  channel: "mail" | "phone";
  freezes: FreezeTarget[];
  needs: FreezeField[];
  answerMinutes: number;
  language: "fr" | "en" | "mn";
  /** Of the requests so far: how many, how many were answered in time, and the median of the answers in minutes. */
  requests: number;
  answered: number;
  inTime: number;
  medianMinutes: number | null;
}
