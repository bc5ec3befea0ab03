// The duties of an entity as screens and calendars read them: what binds, by which article, when it is due, and why. Pure.
import { z } from "zod";
import { clockKinds, verificationStatuses } from "../law/model.ts";
import { dutyStatuses } from "../law/duty.ts";

const language = z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." });
export const LanguageQuery = z.strictObject({ language: language.default("fr") });
export type LanguageQuery = z.infer<typeof LanguageQuery>;

/** `incident`: only when something happened. `calendar`: comes back or ends on a day. `event`: before or after an act of the entity's own. */
export const dutyGroups = ["calendar", "event", "incident"] as const;
export type DutyGroup = (typeof dutyGroups)[number];

export const CiteView = z.object({
  instrument: z.string(),
  article: z.string().nullable(),
  paraphrase: z.string(),
  quote: z.string().nullable(),
  verification: z.enum(verificationStatuses),
  source: z.string().nullable(),
});

export const DutyView = z.object({
  packId: z.string(),
  packVersion: z.string(),
  packTitle: z.string(),
  obligation: z.string(),
  stage: z.string(),
  title: z.string(),
  group: z.enum(dutyGroups),
  addressee: z.object({ id: z.string(), name: z.string() }),
  clock: z.enum(clockKinds),
  /** The clock in one sentence; says so where the law sets no time. */
  clockWords: z.string(),
  /** RFC 3339; null where no time can be computed. */
  due: z.string().nullable(),
  status: z.enum(dutyStatuses),
  /** What it would start from, by name, when a person may say that it happened. */
  startsFrom: z.object({ id: z.string(), name: z.string() }),
  norm: z.enum(["duty", "prohibition", "permission", "power"]),
  modality: z.enum(["statutory", "regulatory", "guidance", "recommended"]),
  verification: z.enum(verificationStatuses),
  cites: z.array(CiteView),
  why: z.array(z.string()),
  sanctions: z.array(
    z.object({
      kind: z.string(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      currency: z.string().nullable(),
      verification: z.enum(verificationStatuses),
    }),
  ),
});
export type DutyView = z.infer<typeof DutyView>;

/** A threshold or an exception that the entity may state of itself. */
export const ConditionView = z.object({
  id: z.string(),
  kind: z.enum(["threshold", "exception"]),
  text: z.string(),
  packTitle: z.string(),
  /** Null: not stated; a threshold then counts as met, an exception as not. */
  stated: z.boolean().nullable(),
});

export const DutyEventView = z.object({
  id: z.string(),
  packId: z.string(),
  event: z.string(),
  name: z.string(),
  happenedAt: z.string(),
  note: z.string(),
});

export const DutiesView = z.object({
  entity: z.object({
    id: z.string(),
    reference: z.string(),
    name: z.string(),
    country: z.string(),
    classes: z.array(z.object({ id: z.string(), name: z.string() })),
    role: z.enum(["controller", "processor"]).nullable(),
    version: z.number().int(),
  }),
  now: z.string(),
  binding: z.array(DutyView),
  notBinding: z.array(DutyView),
  conditions: z.array(ConditionView),
  events: z.array(DutyEventView),
  /** What every pack says on top of itself. */
  notices: z.array(z.object({ packTitle: z.string(), text: z.string() })),
  mayChange: z.boolean(),
});
export type DutiesView = z.infer<typeof DutiesView>;

export const StateDuties = z.strictObject({
  version: z.number("Expected the version that was read.").int().min(0),
  role: z.enum(["controller", "processor"], { error: "Expected controller, processor or null." }).nullable(),
  conditions: z.record(
    z.string().regex(/^[a-z0-9_.-]{1,80}$/, "Expected the id of a threshold or exception."),
    z.boolean("Expected yes or no."),
  ),
});
export type StateDuties = z.infer<typeof StateDuties>;

export const AddDutyEvent = z.strictObject({
  packId: z.string().max(80),
  event: z
    .string()
    .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)?$/, "Expected the name of an event such as audit.submitted.")
    .max(80),
  happenedAt: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T09:00:00Z." }),
  note: z.string().trim().max(2000, "Expected at most 2000 characters.").default(""),
});
export type AddDutyEvent = z.input<typeof AddDutyEvent>;

/** One line of a calendar: a duty with its day, a stage of a filing, a day of the self-assessment, an answer to a person. */
export const DeadlineView = z.object({
  /** Stable: the same deadline has the same id at every reading. */
  id: z.string(),
  /** `assessment`: a day that the entity set itself. `request`: a person waits for an answer about their data. `formality`: an authority decides. */
  kind: z.enum(["duty", "filing", "assessment", "request", "formality"]),
  title: z.string(),
  addressee: z.string(),
  due: z.string(),
  isOverdue: z.boolean(),
  clockWords: z.string(),
  /** Article and law. */
  law: z.string(),
  verification: z.enum(verificationStatuses),
  /** Where it is done, under the console. */
  href: z.string(),
});
export type DeadlineView = z.infer<typeof DeadlineView>;

export const CalendarView = z.object({
  now: z.string(),
  timeZone: z.string(),
  deadlines: z.array(DeadlineView),
  /** Duties that bind and have no time: of them the law sets none, or it is not known. */
  withoutTime: z.array(
    z.object({ id: z.string(), title: z.string(), addressee: z.string(), clockWords: z.string(), href: z.string() }),
  ),
  feed: z.object({ madeAt: z.string() }).nullable(),
});
export type CalendarView = z.infer<typeof CalendarView>;
