// The team's own service levels: targets by kind and severity, business hours, the two clocks, and what somebody else was waited for. Pure; the desk validates with it too.
import { z } from "zod";

export const subjectKinds = ["incident", "vulnerability", "advice"] as const;
export type SubjectKind = (typeof subjectKinds)[number];
export const serviceSeverities = ["critical", "high", "medium", "low", "informational"] as const;
export type ServiceSeverity = (typeof serviceSeverities)[number];
export const clockKinds = ["first_answer", "resolution"] as const;
export type ClockKind = (typeof clockKinds)[number];
export const pauseReasons = ["reporter", "constituent", "other_body"] as const;

const id = z.uuid("Expected an identifier.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });
/** A year of minutes: what is longer is no target. */
const mostMinutes = 525_600;
const minutes = z
  .int("Expected whole minutes.")
  .min(1, "Expected at least 1 minute.")
  .max(mostMinutes, `Expected at most ${mostMinutes} minutes.`)
  .nullable();
const from = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Expected a time of day such as 08:00.");
const until = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "Expected a time of day such as 17:00, or 24:00.");

export const Hours = z
  .strictObject({
    /** 1 Monday … 7 Sunday (ISO 8601). */
    weekday: z.int("Expected a day from 1 (Monday) to 7 (Sunday).").min(1).max(7),
    from,
    until,
  })
  .refine((it) => it.from < it.until, { path: ["until"], message: "Expected an end after the beginning." });
export type Hours = z.infer<typeof Hours>;

export const Target = z.strictObject({
  kind: z.enum(subjectKinds, `Expected one of ${subjectKinds.join(", ")}.`),
  severity: z.enum(serviceSeverities, `Expected one of ${serviceSeverities.join(", ")}.`),
  /** Minutes; null sets none. */
  firstAnswer: minutes,
  resolution: minutes,
  /** Whether only business hours count. */
  isBusinessHours: z.boolean("Expected true or false."),
});
export type Target = z.infer<typeof Target>;

export const Levels = z
  .strictObject({
    zone: z.string("Expected a time zone.").max(60).refine(isZone, "Expected a time zone such as Africa/Bamako."),
    hours: z
      .array(Hours)
      .min(1, "Expected the hours of at least one day.")
      .max(21, "Expected at most 21 spans in a week."),
    /** Whether the country's holidays are days off. */
    hasHolidays: z.boolean("Expected true or false."),
    targets: z
      .array(Target)
      .max(subjectKinds.length * serviceSeverities.length, "Expected each kind and severity once."),
  })
  .refine((it) => new Set(it.targets.map(({ kind, severity }) => `${kind} ${severity}`)).size === it.targets.length, {
    path: ["targets"],
    message: "Expected each kind and severity once.",
  })
  .refine((it) => !hasOverlap(it.hours), { path: ["hours"], message: "Expected spans that do not overlap." });
export type Levels = z.infer<typeof Levels>;

export const SetLevels = z.strictObject({
  levels: Levels,
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
  /** The edition that was seen; 0 where there is none. */
  seen: z.int("Expected the edition that you saw.").min(0),
});
export type SetLevels = z.input<typeof SetLevels>;

const who = z
  .string("Expected a name.")
  .trim()
  .min(1, "Expected for whom it waits.")
  .max(200, "Expected at most 200 characters.");
export const PauseService = z.strictObject({
  subject: z.enum(["report", "case"], "Expected report or case."),
  subjectId: id,
  reason: z.enum(pauseReasons, `Expected one of ${pauseReasons.join(", ")}.`),
  who,
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
  /** Until when they promised to answer. */
  promisedAt: instant.nullable().default(null),
});
export type PauseService = z.input<typeof PauseService>;

const clockStates = [
  "running",
  "soon",
  "late",
  "paused",
  "reached",
  "reached_late",
  "without_object",
  "no_target",
] as const;
export type ClockState = (typeof clockStates)[number];

export const ClockView = z.object({
  subject: z.enum(["report", "case"]),
  subjectId: z.string(),
  reference: z.string(),
  kind: z.enum(clockKinds),
  state: z.enum(clockStates),
  startedAt: z.string(),
  dueAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Minutes of its own hours that are left, below 0 when late; null without a target and when ended. */
  leftMinutes: z.int().nullable(),
  targetMinutes: z.int().nullable(),
  isBusinessHours: z.boolean(),
  edition: z.int(),
});
export type ClockView = z.infer<typeof ClockView>;

export const PauseView = z.object({
  id: z.string(),
  reason: z.enum(pauseReasons),
  who: z.string(),
  note: z.string(),
  promisedAt: z.string().nullable(),
  by: z.string().nullable(),
  pausedAt: z.string(),
  endedAt: z.string().nullable(),
  endedHow: z.enum(["answer", "person", "closed"]).nullable(),
});
export type PauseView = z.infer<typeof PauseView>;

/** A clock of the law, as the entity's own filing with the team told it: nothing of the team's stops it. */
export const LegalClock = z.object({
  entity: z.string(),
  filing: z.string(),
  partId: z.string(),
  stage: z.string(),
  dueAt: z.string(),
  isOverdue: z.boolean(),
});
export type LegalClock = z.infer<typeof LegalClock>;

export const ServiceView = z.object({
  clocks: z.array(ClockView),
  pauses: z.array(PauseView),
  legal: z.array(LegalClock),
  zone: z.string().nullable(),
  /** The request that the case is of. */
  adviceId: z.string().nullable(),
  can: z.object({ pause: z.boolean() }),
});
export type ServiceView = z.infer<typeof ServiceView>;

export const LevelsView = z.object({
  number: z.int(),
  levels: Levels.nullable(),
  setAt: z.string().nullable(),
  setBy: z.string().nullable(),
  /** The calendar whose days off count: the country's, or weekends alone where no calendar is known. */
  calendar: z.object({ id: z.string(), version: z.string() }),
  zone: z.string(),
  past: z.array(z.object({ number: z.int(), setAt: z.string(), setBy: z.string().nullable(), note: z.string() })),
});
export type LevelsView = z.infer<typeof LevelsView>;

export const measures = ["detect", "triage", "acknowledge", "resolve"] as const;
export type Measure = (typeof measures)[number];
/** Minutes by the clock on the wall; `count` is of how many. */
export const MeasureRow = z.object({
  month: z.string(),
  kind: z.enum(subjectKinds),
  severity: z.string(),
  measure: z.enum(measures),
  count: z.int(),
  medianMinutes: z.number(),
  p90Minutes: z.number(),
});
export type MeasureRow = z.infer<typeof MeasureRow>;
export const KeptRow = z.object({
  month: z.string(),
  kind: z.enum(subjectKinds),
  severity: z.string(),
  clock: z.enum(clockKinds),
  kept: z.int(),
  late: z.int(),
});
export type KeptRow = z.infer<typeof KeptRow>;
/** The other side: how long was waited for whom, and how many kept what they promised. */
export const WaitRow = z.object({
  month: z.string(),
  reason: z.enum(pauseReasons),
  count: z.int(),
  medianMinutes: z.number(),
  p90Minutes: z.number(),
  promised: z.int(),
  keptPromises: z.int(),
});
export type WaitRow = z.infer<typeof WaitRow>;
export const MeasuresView = z.object({
  months: z.array(z.string()),
  measured: z.array(MeasureRow),
  kept: z.array(KeptRow),
  waits: z.array(WaitRow),
});
export type MeasuresView = z.infer<typeof MeasuresView>;
export const MeasuresQuery = z.strictObject({ months: z.coerce.number().int().min(1).max(36).default(6) });

/** Whether this machine knows the zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function hasOverlap(hours: readonly Hours[]): boolean {
  const sorted = hours.toSorted((a, b) => a.weekday - b.weekday || a.from.localeCompare(b.from));
  return sorted.some((span, index) => {
    const before = sorted[index - 1];
    return before !== undefined && before.weekday === span.weekday && span.from < before.until;
  });
}
