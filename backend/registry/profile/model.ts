// What is known of a constituent beyond its entry: facts with their history, sizes, and the profile on a day. Pure.
import { z } from "zod";
import type { Sector } from "../model.ts";

export const factNames = [
  "name",
  "otherNames",
  "sector",
  "isic",
  "classes",
  "parentId",
  "areaId",
  "branchAreaIds",
  "languages",
  "endedAt",
  "address",
  "legalForm",
] as const;
export type FactName = (typeof factNames)[number];

/** The facts of a constituent on one day. */
export interface Facts {
  name: string;
  otherNames: string[];
  sector: Sector;
  isic: string | null;
  classes: string[];
  parentId: string | null;
  areaId: string | null;
  branchAreaIds: string[];
  languages: ("fr" | "en" | "mn")[];
  endedAt: string | null;
  address: string | null;
  legalForm: string | null;
}

/** One line of a constituent's history: `validFrom` null is as far back as anybody knows, `validUntil` null on and on. */
export interface FactRow {
  number: number;
  fact: FactName;
  value: unknown;
  validFrom: string | null;
  validUntil: string | null;
  recordedAt: string;
  why: string | null;
}

export const sizeKinds = ["staff", "turnover", "users"] as const;
export type SizeKind = (typeof sizeKinds)[number];

const day = z.iso.date({ error: "Expected a day such as 2026-03-01." });
const source = z
  .string()
  .trim()
  .min(1, "Expected where this is from, such as a letter or an annual report.")
  .max(300, "Expected at most 300 characters.");

export const AddSize = z
  .strictObject({
    constituentId: z.uuid("Expected a constituent's id."),
    kind: z.enum(sizeKinds, { error: `Expected one of ${sizeKinds.join(", ")}.` }),
    amount: z
      .number("Expected a number of 0 or more.")
      .min(0, "Expected a number of 0 or more.")
      .max(1e15, "Expected a smaller number."),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "Expected a currency of three letters such as XOF (ISO 4217).")
      .optional(),
    asOf: day,
    source,
  })
  .superRefine((size, check) => {
    if ((size.kind === "turnover") !== (size.currency !== undefined))
      check.addIssue({
        code: "custom",
        path: ["currency"],
        message: size.kind === "turnover" ? "Expected the currency of the turnover." : "Expected no currency here.",
      });
    if (size.kind !== "turnover" && !Number.isInteger(size.amount))
      check.addIssue({ code: "custom", path: ["amount"], message: "Expected a whole number." });
  });
export type AddSize = z.input<typeof AddSize>;

export interface SizeView {
  kind: SizeKind;
  amount: number;
  currency: string | null;
  asOf: string;
  source: string;
  recordedAt: string;
}

/** A constituent as it was on a day, as far as was written down by `knownAt`. */
export interface ProfileAt extends Facts {
  constituentId: string;
  reference: string;
  at: string;
  knownAt: string;
  /** When its entry was made. Facts of days before are what was first written down. */
  enteredAt: string;
  isBeforeEntry: boolean;
  /** ISIC 53, 61, 62 or 63. */
  isTelecomService: boolean;
  /** The latest figure of each kind that is of the day or earlier. */
  sizes: SizeView[];
}

export const ProfileQuery = z.strictObject({
  at: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." }),
  /** What was written down by then; absent: now. */
  knownAt: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." }).optional(),
});
export type ProfileQuery = z.input<typeof ProfileQuery>;
