// Countermeasures: a block and its like, asked of somebody, in force, to be lifted, lifted. Pure.
import { z } from "zod";
import { id, instant, line, oneOf, PersonShape, reason, version, words } from "../work/shapes.ts";

export const measureKinds = [
  "block_address",
  "block_domain",
  "block_page",
  "block_number",
  "disable_account",
  "isolate_machine",
  "other",
] as const;
export const measureStates = ["requested", "active", "to_lift", "lifted", "refused"] as const;
export type MeasureState = (typeof measureStates)[number];

/** Where each state leads. What was lifted or refused is over; asking again is a new countermeasure. */
export const measureSteps: Record<MeasureState, readonly MeasureState[]> = {
  requested: ["active", "refused"],
  active: ["to_lift", "lifted"],
  to_lift: ["lifted", "active"],
  lifted: [],
  refused: [],
};

/** The most that a case takes. */
export const mostMeasures = 500;

export const AskMeasure = z.strictObject({
  caseId: id,
  kind: oneOf(measureKinds),
  /** What is blocked: an address, a name, a number, an account. */
  target: line(2000),
  /** Who carries it out. */
  askedOf: line(300),
  reason: reason(),
  assetId: id.nullable().default(null),
  /** When it should be lifted at the latest. */
  untilAt: instant.nullable().default(null),
});
export type AskMeasure = z.input<typeof AskMeasure>;

export const ChangeMeasure = z.strictObject({
  measureId: id,
  version,
  target: line(2000).optional(),
  askedOf: line(300).optional(),
  reason: reason().optional(),
  assetId: id.nullable().optional(),
  untilAt: instant.nullable().optional(),
});
export type ChangeMeasure = z.infer<typeof ChangeMeasure>;

export const StepMeasure = z.strictObject({
  measureId: id,
  version,
  state: oneOf(measureStates),
  note: words(2000).default(""),
});
export type StepMeasure = z.input<typeof StepMeasure>;

export const MeasureView = z.object({
  id: z.string(),
  kind: z.enum(measureKinds),
  target: z.string(),
  askedOf: z.string(),
  reason: z.string(),
  assetId: z.string().nullable(),
  state: z.enum(measureStates),
  untilAt: z.string().nullable(),
  steps: z.array(
    z.object({ state: z.enum(measureStates), note: z.string(), by: PersonShape.nullable(), at: z.string() }),
  ),
  version: z.int(),
});
export type MeasureView = z.infer<typeof MeasureView>;
