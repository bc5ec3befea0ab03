// What hunts are, as routes take and screens see them. Pure.
import { z } from "zod";
import { type Level, levels, observableKinds } from "../model.ts";

/** What is looked for: one value, a list that was brought in, or a rule in its version in force (its newest where none is). */
export const HuntFor = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("value"),
    /** Defanged is understood. */
    value: z.string().trim().min(1).max(4096),
    /** Left out: told by the value's look. */
    valueKind: z.enum(observableKinds).optional(),
  }),
  z.strictObject({ kind: z.literal("list"), feedId: z.uuid() }),
  z.strictObject({ kind: z.literal("rule"), ruleId: z.uuid() }),
]);
export type HuntFor = z.infer<typeof HuntFor>;

export const StartHunt = z.strictObject({
  what: HuntFor,
  /** Only reports received in the last days; all of them where left out. */
  sinceDays: z.number().int().min(1).max(36_500).optional(),
});
export type StartHunt = z.infer<typeof StartHunt>;

export const huntStates = ["waiting", "running", "done", "cancelled", "failed"] as const;
export type HuntState = (typeof huntStates)[number];
export const matchKinds = ["value", "event", "file"] as const;
export type MatchKind = (typeof matchKinds)[number];

/** One thing in one report that was hit. */
export interface HuntMatch {
  kind: MatchKind;
  title: string;
  level: Level;
  /** The part of the report, as findings call it. */
  source: string;
  /** Text offset of a value, ordinal of an event, byte offset in a file. */
  at: number | null;
  /** The value, or the name of the rule, that hit. */
  matched: string;
  why: string;
  locations: unknown[];
}

export const HuntView = z.object({
  id: z.string(),
  kind: z.enum(["value", "list", "rule"]),
  title: z.string(),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  sinceAt: z.string().nullable(),
  untilAt: z.string(),
  state: z.enum(huntStates),
  isCancelAsked: z.boolean(),
  reportsTotal: z.number(),
  reportsDone: z.number(),
  filesDone: z.number(),
  eventsDone: z.number(),
  valuesDone: z.number(),
  /** What hit in reports that the reader may see; counted to 1,000. */
  matches: z.number(),
  problems: z.array(z.string()),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z.string(),
});
export type HuntView = z.infer<typeof HuntView>;

const Match = z.object({
  kind: z.enum(matchKinds),
  title: z.string(),
  level: z.enum(levels),
  source: z.string(),
  at: z.number().nullable(),
  matched: z.string(),
  why: z.string(),
});
const Holder = z.object({ constituentId: z.string(), name: z.string(), via: z.string(), value: z.string() });

export const HuntReport = z.object({
  reportId: z.string(),
  reference: z.string(),
  receivedAt: z.string(),
  severity: z.enum(levels).nullable(),
  /** All of this report. */
  count: z.number(),
  /** The first five. */
  matches: z.array(Match),
  /** As the register held them at the time of the incident. */
  holders: z.array(Holder),
});
export type HuntReport = z.infer<typeof HuntReport>;

export const HuntPage = z.object({
  hunt: HuntView,
  /** Reports with a hit that the reader may see. */
  reportCount: z.number(),
  /** The newest first, at most 300. */
  reports: z.array(HuntReport),
  /** Each with the number of reports that touch it, the most touched first. */
  constituents: z.array(z.object({ constituentId: z.string(), name: z.string(), reports: z.number() })),
});
export type HuntPage = z.infer<typeof HuntPage>;

export const huntLimits = {
  /** Matches kept of one hunt, and of one report. */
  matches: 10_000,
  matchesPerReport: 100,
  /** One report with all its files; past it the rest of the report is passed over, and that is said. */
  reportTimeMs: 120_000,
  /** Events read of one report's files. */
  eventsPerReport: 500_000,
  problems: 50,
  /** Hunts that wait or run at one time. */
  waiting: 20,
};
