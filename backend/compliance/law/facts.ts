// Reads the facts of one happening: who, what happened when, what was submitted, what was decided. Pure.
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type FieldError, invalidInput } from "../../platform/errors/index.ts";

/** Facts as the engine uses them. Every list of instants is in order of time. */
export interface Facts {
  classes: string[];
  /** False when the facts name no class at all. */
  hasClasses: boolean;
  role: "controller" | "processor" | null;
  timeZone: string | null;
  country: string | null;
  /** Local days off of this entity beyond its country's calendar. */
  extraDaysOff: string[];
  /** Event name → instants; `<stage>.submitted` holds the submissions. */
  events: Map<string, Temporal.Instant[]>;
  decisions: Decision[];
  /** Thresholds and exceptions that the facts state: id → met or not. */
  conditions: Map<string, boolean>;
  /** Members that are not facts of this form; they change nothing. */
  unknownKeys: string[];
}

/** A decision of an authority. `notifiedAt` is an instant, or a local date when only the day is known. */
export interface Decision {
  kind: string;
  notifiedOn: Temporal.PlainDate | Temporal.Instant;
  /** The stages and classes that it speaks of; empty: all. */
  stages: string[];
  classes: string[];
  dueAt: Temporal.Instant | null;
}

const instant = z
  .string()
  .refine(isInstant, "expected an RFC 3339 instant with its offset, such as 2026-02-27T16:00:00Z");
const instants = z.union([instant, z.array(instant).min(1)]);
const instantOrDay = z
  .string()
  .refine((text) => isInstant(text) || isDay(text), "expected an RFC 3339 instant or a date such as 2026-02-27");

const Entity = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  classes: z.array(z.string()).optional(),
  role: z.enum(["controller", "processor"]).nullish(),
  timeZone: z.string().refine(isTimeZone, "expected an IANA time zone such as Africa/Bamako").nullish(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "expected a country code of two letters")
    .nullish(),
  daysOff: z.array(z.string().refine(isDay, "expected a date such as 2026-02-27")).optional(),
});
const DecisionInput = z.looseObject({
  kind: z.string().optional(),
  notifiedAt: instantOrDay.optional(),
  stages: z.array(z.string()).optional(),
  classes: z.array(z.string()).optional(),
  dueAt: instant.optional(),
});
const FactsInput = z.looseObject({
  id: z.string().optional(),
  entity: Entity.optional(),
  events: z.record(z.string(), instants.nullable()).optional(),
  submitted: z.record(z.string(), instants.nullable()).optional(),
  decisions: z.array(DecisionInput).optional(),
  conditions: z.record(z.string(), z.boolean()).optional(),
});

/**
 * @param input parsed JSON: `{entity: {classes, role, timeZone, country}, events, submitted, decisions, conditions}`.
 * @throws AppError invalid_input that names each wrong field.
 */
export function parseFacts(input: unknown): Facts {
  const parsed = FactsInput.safeParse(input);
  if (!parsed.success)
    throw invalidInput(parsed.error.issues.map(toFieldError), "The facts are not in the expected form.");
  const { entity = {}, events = {}, submitted = {}, decisions = [], conditions = {} } = parsed.data;
  const happened = new Map<string, Temporal.Instant[]>();
  for (const [name, at] of Object.entries(events)) addInstants(happened, name, at);
  for (const [stage, at] of Object.entries(submitted)) addInstants(happened, `${stage}.submitted`, at);
  for (const list of happened.values()) list.sort((a, b) => Temporal.Instant.compare(a, b));
  return {
    classes: entity.classes ?? [],
    hasClasses: (entity.classes ?? []).length > 0,
    role: entity.role ?? null,
    timeZone: entity.timeZone ?? null,
    country: entity.country?.toUpperCase() ?? null,
    extraDaysOff: entity.daysOff ?? [],
    events: happened,
    decisions: decisions.map(readDecision),
    conditions: new Map(Object.entries(conditions)),
    unknownKeys: [
      ...decisions
        .map(kindOf)
        .filter((kind) => kind !== "set_due" && kind !== "no_deferral")
        .map((kind) => `decision ${kind}`),
      ...Object.keys(parsed.data).filter((key) => !Object.hasOwn(FactsInput.shape, key)),
      ...Object.keys(entity)
        .filter((key) => !Object.hasOwn(Entity.shape, key))
        .map((key) => `entity.${key}`),
    ],
  };
}

/** `intermediate.last_submitted` is another word for the same submissions. */
function addInstants(into: Map<string, Temporal.Instant[]>, name: string, at: string | string[] | null): void {
  if (at === null) return;
  const event = name.replace(/\.last_submitted$/, ".submitted");
  const list = into.get(event) ?? [];
  for (const text of Array.isArray(at) ? at : [at]) {
    const next = Temporal.Instant.from(text);
    if (!list.some((known) => known.equals(next))) list.push(next);
  }
  into.set(event, list);
}

/** When the entity was told: `notifiedAt`, or the other words that officers use for it. */
const notifiedKeys = ["notifiedAt", "notified", "notifiedOn", "at", "on", "date"];

function readDecision(given: z.infer<typeof DecisionInput>, index: number): Decision {
  const when = notifiedKeys.map((key) => given[key]).find((value) => typeof value === "string");
  if (typeof when !== "string" || !(isDay(when) || isInstant(when))) {
    const message = "expected an RFC 3339 instant or a date: when the entity was told of the decision";
    throw invalidInput([{ path: `decisions.${index}.notifiedAt`, message }]);
  }
  return {
    kind: kindOf(given),
    notifiedOn: isDay(when) ? Temporal.PlainDate.from(when) : Temporal.Instant.from(when),
    stages: given.stages ?? [],
    classes: given.classes ?? [],
    dueAt: given.dueAt === undefined ? null : Temporal.Instant.from(given.dueAt),
  };
}

/** Two kinds are known: `set_due` sets a time, `no_deferral` takes the deferral over days off away, which authorities name in many ways. */
function kindOf(given: z.infer<typeof DecisionInput>): string {
  if (given.dueAt !== undefined) return "set_due";
  const { kind = "no_deferral" } = given;
  return /defer|weekend|holiday|roll|exclu|remov|disappl|art|5/i.test(kind) ? "no_deferral" : kind;
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  return { path: issue.path.join(".") || "(the whole)", message: issue.message };
}

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}
