// The ladder from finding to appeal: its states, the steps of each side, and what a matter is after them. Pure; screens read the same lists.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

/**
 * draft: being written. noticed: formal notice, the entity's turn. plan_filed: a corrective plan waits for the authority. correcting: the
 * plan was accepted. to_decide: neither answered nor put right. sanctioned, appealed: as they say. closed: over.
 */
export const matterStates = [
  "draft",
  "noticed",
  "plan_filed",
  "correcting",
  "to_decide",
  "sanctioned",
  "appealed",
  "closed",
] as const;
export type MatterState = (typeof matterStates)[number];

/** How a matter ended. */
export const outcomes = ["compliant", "dropped", "paid", "annulled", "carried_out"] as const;
export type Outcome = (typeof outcomes)[number];

const text = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);
export const day = z.iso.date("Expected a day such as 2026-11-30.");
const amount = z
  .number("Expected an amount in figures.")
  .positive("Expected an amount above nothing.")
  .max(1e15, "Expected a smaller amount.")
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, "Expected at most two decimals.");
const fileIds = z.array(z.uuid("Expected a file's id.")).max(20).default([]);
const words = text(20_000);
const appeal = {
  court: text(300),
  filedOn: day,
  /** Whether it stops the sanction while it is heard, as the officer read it in the law. */
  isSuspensive: z.boolean(),
};

/** What an authority does, with what each step needs. */
export const OfficeStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("notify"), text: words, dueOn: day, cites: text(2000) }),
  z.strictObject({ kind: z.literal("grant_time"), dueOn: day, text: words }),
  z.strictObject({ kind: z.literal("refuse_time"), text: words }),
  z.strictObject({ kind: z.literal("accept_plan"), dueOn: day, text: words }),
  z.strictObject({ kind: z.literal("refuse_plan"), dueOn: day, text: words }),
  z.strictObject({ kind: z.literal("check"), isCompliant: z.boolean(), text: words }),
  z.strictObject({ kind: z.literal("find_default"), text: words }),
  z.strictObject({ kind: z.literal("drop"), text: words }),
  z.strictObject({
    kind: z.literal("sanction"),
    sanctionId: text(60),
    ground: text(60),
    /** For fines and surcharges; null for what is no money. */
    amount: amount.nullable(),
    /** Where the law counts in percent: the sum that it is a share of, and its currency. */
    base: amount.optional(),
    baseCurrency: z
      .string()
      .regex(/^[A-Z]{3}$/, "Expected a currency such as XOF.")
      .optional(),
    text: words,
    dueOn: day.nullable(),
  }),
  z.strictObject({ kind: z.literal("payment"), amount, paidOn: day, receipt: text(200) }),
  z.strictObject({ kind: z.literal("appeal"), ...appeal }),
  z.strictObject({
    kind: z.literal("appeal_result"),
    result: z.enum(["upheld", "reduced", "annulled"], "Expected upheld, reduced or annulled."),
    amount: amount.optional(),
    decidedOn: day,
    text: words,
  }),
  z.strictObject({ kind: z.literal("refer"), to: text(300), text: words }),
  z.strictObject({ kind: z.literal("close"), text: words }),
]);
export type OfficeStep = z.infer<typeof OfficeStep>;

/** What the entity does. */
export const EntityStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("answer"), text: words, fileIds }),
  z.strictObject({ kind: z.literal("ask_time"), until: day, text: words }),
  z.strictObject({ kind: z.literal("report_done"), text: words, fileIds }),
  z.strictObject({ kind: z.literal("appeal"), ...appeal }),
]);
export type EntityStep = z.infer<typeof EntityStep>;

/** The sanction as it was decided; its bounds stand with it, as the pack of that day had them. */
export interface DecidedSanction {
  id: string;
  kind: string;
  ground: string;
  amount: number | null;
  currency: string | null;
}

/** A matter after its steps. */
export interface Ladder {
  state: MatterState;
  /** Until when the side whose turn it is has time; for a sanction, until when it is to be paid. */
  dueOn: string | null;
  askedUntil: string | null;
  isReportedDone: boolean;
  sanction: DecidedSanction | null;
  /** What is owed now: the sanction, or what a court left of it. */
  amount: number | null;
  paid: number;
  isReferred: boolean;
  isNotified: boolean;
  isSuspended: boolean;
  outcome: Outcome | null;
}

/** Steps that only the head of the authority takes, with the passkey. */
export const headSteps: readonly OfficeStep["kind"][] = ["sanction", "refer"];

export const bindStep = (matterId: string, version: number, kind: string): StepUpBinding => ({
  act: `matter.${kind}`,
  object: matterId,
  version: String(version),
});

export const Finding = z.strictObject({
  text: words,
  articles: z.string().trim().max(500).default(""),
  severity: z.enum(["minor", "major", "critical"], "Expected minor, major or critical."),
});
export type Finding = z.infer<typeof Finding>;

export const OpenMatter = z
  .strictObject({
    title: text(300),
    /** From closed minutes: their findings are taken over. */
    inspectionId: z.uuid("Expected an inspection's id.").optional(),
    complaintId: z.uuid("Expected a complaint's id.").optional(),
    constituentId: z.uuid("Expected a constituent's id.").optional(),
    packId: z.string().max(60).optional(),
    findings: z.array(Finding).max(100).default([]),
  })
  .refine(
    (asked) => asked.inspectionId !== undefined || (asked.constituentId !== undefined && asked.packId !== undefined),
    {
      path: ["inspectionId"],
      message: "Expected an inspection, or an entity and the law that is meant.",
    },
  );
export type OpenMatter = z.input<typeof OpenMatter>;
