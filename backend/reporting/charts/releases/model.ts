// Public statistics of a year: a release that is counted once, looked at by two and never rewritten; indicators of others beside. Pure.
import { z } from "zod";
import { FourEyesView } from "../../../coordination/four-eyes/model.ts";
import { Cube, ShownChart } from "../model.ts";
import { Thresholds } from "../thresholds.ts";

export const releaseStates = ["counting", "draft", "waiting", "published"] as const;
export type ReleaseState = (typeof releaseStates)[number];

export const MakeRelease = z.strictObject({
  year: z.number("Expected a year such as 2026.").int("Expected a year such as 2026.").min(2000).max(2200),
  reason: z
    .string("Expected a reason.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(2000, "Expected at most 2,000 characters.")
    .nullable()
    .default(null),
});
export type MakeRelease = z.input<typeof MakeRelease>;

/** A value that somebody else measured. */
export const Indicator = z.object({
  name: z.string(),
  period: z.string(),
  value: z.number(),
  unit: z.string(),
  source: z.string(),
  sourceOn: z.string(),
  licence: z.string(),
});
export type Indicator = z.infer<typeof Indicator>;

/** What is kept of a release: what is told and nothing else. `told` has each number by its key, so that a later release hides what this one hid. */
export const ReleaseContent = z.object({
  year: z.number().int(),
  untilDay: z.string(),
  cubes: z.array(Cube),
  told: z.record(z.string(), z.union([z.number(), z.literal("masked")])),
  indicators: z.array(Indicator),
});
export type ReleaseContent = z.infer<typeof ReleaseContent>;

export const ReleaseRow = z.object({
  id: z.string(),
  year: z.number().int(),
  revision: z.number().int(),
  reason: z.string().nullable(),
  untilDay: z.string(),
  state: z.enum(releaseStates),
  madeBy: z.string(),
  madeAt: z.string(),
  publishedAt: z.string().nullable(),
  sha256: z.string().nullable(),
});
export type ReleaseRow = z.infer<typeof ReleaseRow>;

export const ReleasePage = ReleaseRow.extend({
  thresholds: Thresholds,
  /** How many numbers are told and how many are masked. */
  told: z.number().int(),
  masked: z.number().int(),
  charts: z.array(ShownChart),
  indicators: z.array(Indicator),
  releases: z.array(FourEyesView),
});
export type ReleasePage = z.infer<typeof ReleasePage>;

export const ImportIndicators = z.strictObject({
  csv: z
    .string("Expected a table as text.")
    .min(1, "Expected a table as text.")
    .max(500_000, "Expected at most 500,000 characters."),
});
export type ImportIndicators = z.input<typeof ImportIndicators>;
export const IndicatorRow = Indicator.extend({ id: z.string() });
