// How long each flow of the portal takes and how easy it was found: steps of time, what is shown to the team. Pure.
import { z } from "zod";

/** The five flows, and the clerk's mode. */
export const measuredFlows = ["citizen", "organisation", "regulated", "vulnerability", "phishing", "guichet"] as const;
export type MeasuredFlow = (typeof measuredFlows)[number];

export const opinions = ["very_easy", "easy", "hard", "very_hard"] as const;
export type Opinion = (typeof opinions)[number];

/** Upper edges in seconds: fine where ten seconds are the promise, coarse where people look for papers. Longer is step 0. */
export const timeSteps = [
  10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600, 7200, 14_400, 86_400,
] as const;

/** Fewer than this many are not shown: a number, a median and opinions of few would tell of somebody. */
export const leastShown = 10;

export const periodsWeeks = [4, 12, 52] as const;

/** A line of the table. Null where there are too few, or where it would tell another line. */
export const FlowLine = z.object({
  flow: z.enum(measuredFlows),
  /** Null: all languages. */
  language: z.string().nullable(),
  /** The Monday of a week; null: the whole period. */
  week: z.string().nullable(),
  isHidden: z.boolean(),
  count: z.number().int().nullable(),
  medianSeconds: z.number().int().nullable(),
  /** Nine of ten were done by then; null too where they took longer than is measured. */
  p90Seconds: z.number().int().nullable(),
  /** How many answered each way; null where fewer than `leastShown` answered. */
  opinions: z.record(z.enum(opinions), z.number().int()).nullable(),
  opinionCount: z.number().int().nullable(),
});
export type FlowLine = z.infer<typeof FlowLine>;

export const FlowTimesView = z.object({
  weeks: z.number().int(),
  sinceOn: z.string(),
  leastShown: z.number().int(),
  lines: z.array(FlowLine),
});
export type FlowTimesView = z.infer<typeof FlowTimesView>;

/** What is counted at the end of one flow. Nothing of it tells who. */
export const Finished = z.strictObject({
  flow: z.enum(measuredFlows),
  language: z.string().regex(/^[a-z]{2,3}$/),
  seconds: z.number().min(0),
});
export type Finished = z.infer<typeof Finished>;
