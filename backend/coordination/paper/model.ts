// Receipts on paper, for the days without the platform: ranges of slips, and what is keyed in from one. Pure; the desk validates with it too.
import { z } from "zod";
import { flows, languages, limits } from "../../intake/model.ts";

const rangeStates = ["printed", "in_use", "returned", "void"] as const;
export type RangeState = (typeof rangeStates)[number];
/** A slip cannot have been written before the range was printed, and not ahead; a clock on a wall may be wrong by so much. */
const clockMinutes = 60;

/** Where a range can go from where it stands: nothing comes back from void. */
export const nextRangeStates: Record<RangeState, readonly RangeState[]> = {
  printed: ["in_use", "void"],
  in_use: ["returned", "void"],
  returned: ["in_use", "void"],
  void: [],
};

const line = (expected: string) =>
  z.string(expected).trim().min(1, expected).max(200, "Expected at most 200 characters.");
export const PrintRange = z.strictObject({
  place: line("Expected where the slips are kept."),
  holder: line("Expected who answers for them."),
  language: z.enum(languages, { error: "Expected fr, en or mn." }),
  count: z
    .number("Expected a number of slips.")
    .int("Expected a whole number.")
    .min(1, "Expected 1 slip at least.")
    .max(400, "Expected 400 slips at most."),
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
});
export type PrintRange = z.input<typeof PrintRange>;

export const MoveRange = z.strictObject({
  version: z.number("Expected the version that was read.").int().min(1, "Expected the version that was read."),
  state: z.enum(rangeStates, "Expected in_use, returned or void."),
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").optional(),
});
export type MoveRange = z.input<typeof MoveRange>;

const writtenAt = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });
const slip = z
  .string("Expected the number of a slip.")
  .trim()
  .min(7, "Expected the number of a slip.")
  .max(60, "Expected the number of a slip.");
export const FindSlip = z.strictObject({ slip });
export type FindSlip = z.input<typeof FindSlip>;

export const KeyIn = z.strictObject({
  /** The number of either half, or all the digits of the person's. */
  slip,
  writtenAt,
  description: z
    .string("Expected what was written.")
    .trim()
    .min(1, "Expected what was written.")
    .max(limits.description, `Expected at most ${limits.description} characters.`),
  language: z.enum(languages, { error: "Expected fr, en or mn." }).default("fr"),
  flow: z.enum(flows, { error: `Expected one of ${flows.join(", ")}.` }).default("citizen"),
  name: z.string().trim().max(200, "Expected at most 200 characters.").optional(),
  phone: z
    .string()
    .trim()
    .regex(/^[+()0-9 .\-/]{3,40}$/, "Expected a telephone number such as +999 70 00 00 00.")
    .optional(),
  email: z.email("Expected an e-mail address such as name@example.org.").max(320).optional(),
});
export type KeyIn = z.input<typeof KeyIn>;

const said = z.string();
const maybe = said.nullable();
export const RangeView = z.object({
  id: said,
  number: said,
  place: said,
  holder: said,
  language: said,
  count: z.number(),
  keyedIn: z.number(),
  state: z.enum(rangeStates),
  note: said,
  madeBy: maybe,
  madeAt: said,
  version: z.number(),
});
export type RangeView = z.infer<typeof RangeView>;
export const RangePage = RangeView.extend({
  slips: z.array(
    z.object({
      position: z.number(),
      slipNumber: said,
      reportId: maybe,
      reference: maybe,
      writtenAt: maybe,
      keyedAt: maybe,
      keyedBy: maybe,
      keyedVia: maybe,
    }),
  ),
});
export type RangePage = z.infer<typeof RangePage>;
export const SlipView = z.object({
  slipNumber: said,
  rangeNumber: said,
  place: said,
  position: z.number(),
  count: z.number(),
  isKeyedIn: z.boolean(),
  isVoid: z.boolean(),
});
export type SlipView = z.infer<typeof SlipView>;

/** What a person is told who opens a slip that nobody has keyed in. */
export interface WaitingSlip {
  place: string;
  printedAt: string;
  /** The range was declared void: it will not be keyed in. */
  isVoid: boolean;
}

/** Why a time cannot be the one on the paper; null when it can. */
export function whyNotWritten(writtenMs: number, madeMs: number, nowMs: number): "ahead" | "before" | null {
  if (writtenMs > nowMs + clockMinutes * 60_000) return "ahead";
  return writtenMs < madeMs - clockMinutes * 60_000 ? "before" : null;
}
