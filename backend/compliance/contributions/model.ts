// Contributions such as the Universal Service Obligation Fund's levy: what is declared, assessed, paid and spent. Amounts are decimal text, never floats. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
const line = (max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .min(1, `Expected ${what}.`)
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => isPlain(text) && !/\p{Cc}/u.test(text), "Expected one line of text.");
const prose = (min: number, max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .min(min, `Expected ${what}.`)
    .max(max, `Expected at most ${max} characters.`)
    .refine(isPlain, "Expected text.");
const year = z
  .number({ error: "Expected a year such as 2026." })
  .int("Expected a year such as 2026.")
  .min(2000, "Expected a year from 2000 on.")
  .max(2200, "Expected a year up to 2200.");
const day = z.iso.date({ error: "Expected a day as YYYY-MM-DD." });
const id = z.uuid({ error: "Expected an id as it was given." });
/** An amount of money: at most 18 digits before the point, two after. */
export const Money = z
  .string({ error: "Expected an amount such as 1250000.50." })
  .regex(/^\d{1,18}(\.\d{1,2})?$/, "Expected an amount such as 1250000.50, with a point and no spaces.");
const Positive = Money.refine((text) => /[1-9]/.test(text), "Expected an amount above zero.");

export const OpenYear = z.strictObject({
  obligationId: line(200, "the contribution"),
  year,
  currency: z.string().regex(/^[A-Z]{3}$/, "Expected a currency as three letters (ISO 4217), such as MNT."),
});
export const SetDue = z.strictObject({
  dueOn: day,
  basis: line(500, "the decision that sets the day"),
  version: z.number().int().positive(),
});
export const Declare = z.strictObject({ base: Money, note: prose(0, 2000, "a note").default("") });
export const DeclareOnPaper = z.strictObject({
  constituentId: id,
  base: Money,
  declaredOn: day,
  note: prose(0, 2000, "a note").default(""),
});
export const Assess = z.strictObject({
  constituentId: id,
  amount: Positive,
  reason: prose(10, 2000, "a reason of ten letters or more"),
});
export const RecordPayment = z.strictObject({
  constituentId: id,
  amount: Positive,
  paidOn: day,
  bankReference: line(200, "the bank's reference"),
});
export const StrikePayment = z.strictObject({ reason: prose(3, 500, "a reason") });
export const Remind = z.strictObject({
  constituentId: id,
  kind: z.enum(["declare", "pay"], { error: "Expected declare or pay." }),
});
export const Spend = z.strictObject({
  year,
  project: line(300, "a project"),
  areaId: z.string().max(100).nullable().default(null),
  amount: Positive,
  currency: z.string().regex(/^[A-Z]{3}$/, "Expected a currency as three letters (ISO 4217), such as MNT."),
  spentOn: day,
  source: line(500, "the document that shows it"),
});
export const Recommend = z
  .strictObject({
    year,
    text: prose(3, 4000, "the recommendation"),
    decidedOn: day,
    boardSize: z.number().int().min(1).max(99).default(9),
    inFavour: z.number().int().min(0).max(99),
    against: z.number().int().min(0).max(99).default(0),
    abstained: z.number().int().min(0).max(99).default(0),
  })
  .refine((it) => it.inFavour + it.against + it.abstained <= it.boardSize, {
    path: ["inFavour"],
    message: "More votes than members of the board.",
  })
  .refine((it) => it.inFavour + it.against + it.abstained > 0, {
    path: ["inFavour"],
    message: "Expected one vote at least.",
  });

export const payerStates = ["nothing_declared", "unpaid", "part_paid", "paid", "overpaid"] as const;
export type PayerState = (typeof payerStates)[number];

const Text3 = z.record(z.string(), z.string());
/** What the law says of a contribution, with how far it was checked. */
export const ContributionLaw = z.object({
  obligationId: z.string(),
  packId: z.string(),
  title: Text3,
  base: Text3,
  ratePercent: z.string(),
  payers: Text3,
  verification: z.string(),
  source: z.string(),
  /** The sentence about its time: here that the law we could read sets none. */
  clock: z.string(),
});
export type ContributionLaw = z.infer<typeof ContributionLaw>;

export const DeclarationView = z.object({
  id: z.string(),
  receiptNumber: z.string(),
  base: z.string(),
  ratePercent: z.string(),
  amount: z.string(),
  declaredOn: z.string(),
  dueOn: z.string().nullable(),
  isLate: z.boolean(),
  way: z.string(),
  note: z.string(),
  isReplaced: z.boolean(),
  packVersion: z.string(),
});
export type DeclarationView = z.infer<typeof DeclarationView>;
export const PaymentView = z.object({
  id: z.string(),
  amount: z.string(),
  paidOn: z.string(),
  bankReference: z.string(),
  struckReason: z.string().nullable(),
});
export type PaymentView = z.infer<typeof PaymentView>;

/** One entity's account of one year: what is owed, what was paid, what is in arrears. */
export const AccountView = z.object({
  yearId: z.string(),
  year: z.number().int(),
  authority: z.string(),
  currency: z.string(),
  dueOn: z.string().nullable(),
  dueBasis: z.string().nullable(),
  law: ContributionLaw,
  declarations: z.array(DeclarationView),
  payments: z.array(PaymentView),
  /** Set by the authority where nothing was declared. */
  assessed: z.object({ amount: z.string(), reason: z.string() }).nullable(),
  owed: z.string(),
  paid: z.string(),
  arrears: z.string(),
  state: z.enum(payerStates),
  isOverdue: z.boolean(),
});
export type AccountView = z.infer<typeof AccountView>;

export const PayerView = z.object({
  constituentId: z.string(),
  reference: z.string(),
  name: z.string(),
  /** Why it is a payer: classes and ISIC codes. */
  because: z.array(z.string()),
  owed: z.string(),
  paid: z.string(),
  arrears: z.string(),
  state: z.enum(payerStates),
  isLate: z.boolean(),
  reminders: z.number().int(),
});
export type PayerView = z.infer<typeof PayerView>;

export const SpendingView = z.object({
  id: z.string(),
  project: z.string(),
  areaId: z.string().nullable(),
  areaNames: Text3.nullable(),
  amount: z.string(),
  currency: z.string(),
  spentOn: z.string(),
  source: z.string(),
});
export const RecommendationView = z.object({
  id: z.string(),
  text: z.string(),
  decidedOn: z.string(),
  boardSize: z.number().int(),
  inFavour: z.number().int(),
  against: z.number().int(),
  abstained: z.number().int(),
});

export const FundView = z.object({
  year: z.number().int(),
  laws: z.array(ContributionLaw),
  years: z.array(
    z.object({
      id: z.string(),
      obligationId: z.string(),
      currency: z.string(),
      dueOn: z.string().nullable(),
      dueBasis: z.string().nullable(),
      version: z.number().int(),
      owed: z.string(),
      paid: z.string(),
      payers: z.array(PayerView),
    }),
  ),
  spendings: z.array(SpendingView),
  recommendations: z.array(RecommendationView),
  account: z.object({ sha256: z.string(), publishedAt: z.string() }).nullable(),
});
export type FundView = z.infer<typeof FundView>;

/** The binding of each dangerous act on contributions. */
export const stepUpForContribution = {
  declare: (yearId: string, base: string): StepUpBinding => ({
    act: "contribution.declare",
    object: yearId,
    version: base,
  }),
  publish: (year: number): StepUpBinding => ({ act: "fund.publish", object: String(year), version: "1" }),
} as const;
