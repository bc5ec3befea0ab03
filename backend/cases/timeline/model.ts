// What happened in the incident, when and from where it is known; what of it can be brought in with a file. Pure.
import { z } from "zod";
import { id, instant, line, oneOf, PersonShape, version, words } from "../work/shapes.ts";

export const eventCategories = [
  "entry",
  "spread",
  "damage",
  "detection",
  "report",
  "containment",
  "eradication",
  "recovery",
  "communication",
  "other",
] as const;
export type EventCategory = (typeof eventCategories)[number];

export const linkTargets = ["asset", "observable", "file", "evidence"] as const;

/** The most that a case takes, and that one file brings. */
export const eventLimits = { events: 2000, links: 50, fileBytes: 5_000_000, shownProblems: 50 } as const;

/** A zone of the IANA database that this machine knows, such as Africa/Bamako. */
export const zone = z
  .string("Expected a time zone such as Africa/Bamako.")
  .max(60)
  .refine(isZone, "Expected a time zone such as Africa/Bamako.");

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

const Link = z.union([
  z.strictObject({ kind: z.enum(["asset", "file", "evidence"]), targetId: id }),
  z.strictObject({ kind: z.literal("observable"), observableKind: line(40), observableValue: line(2000) }),
]);
export type EventLink = z.infer<typeof Link>;

const fields = {
  happenedAt: instant,
  endedAt: instant.nullable(),
  /** The zone in which the time was told. */
  zone,
  isApproximate: z.boolean("Expected true or false."),
  category: oneOf(eventCategories),
  title: line(300),
  body: words(20_000),
  source: words(300),
  links: z.array(Link).max(eventLimits.links, `Expected at most ${eventLimits.links} links.`),
};

export const AddEvent = z.strictObject({
  caseId: id,
  ...fields,
  endedAt: fields.endedAt.default(null),
  zone: fields.zone.default("UTC"),
  isApproximate: fields.isApproximate.default(false),
  category: fields.category.default("other"),
  body: fields.body.default(""),
  source: fields.source.default(""),
  links: fields.links.default([]),
});
export type AddEvent = z.input<typeof AddEvent>;

export const ChangeEvent = z.strictObject({
  eventId: id,
  version,
  ...z.object(fields).partial().shape,
  /** True takes it off the timeline; false brings it back. */
  isRemoved: z.boolean("Expected true or false.").optional(),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;

/** The columns of a file that hold something; each by its heading. */
export const importColumns = ["time", "title", "body", "source", "category"] as const;
export type ImportColumn = (typeof importColumns)[number];
const heading = z.string().max(300).optional();
export const ImportAsked = z.strictObject({
  /** "true": says what would come of it, and writes nothing. */
  isTrial: z.enum(["true", "false"], "Expected true or false.").default("false"),
  /** Of times that bear none. */
  zone: zone.default("UTC"),
  time: heading,
  title: heading,
  body: heading,
  source: heading,
  category: heading,
});
export type ImportAsked = z.infer<typeof ImportAsked>;

export const ImportAnswer = z.object({
  kind: z.enum(["table", "scan"]),
  headings: z.array(z.string()),
  /** Which heading was taken for which column. */
  taken: z.partialRecord(z.enum(importColumns), z.string()),
  added: z.int(),
  /** Lines that stand there already from an earlier file. */
  known: z.int(),
  /** The first of what would be added. */
  first: z.array(z.object({ happenedAt: z.string(), title: z.string(), source: z.string() })),
  refused: z.int(),
  problems: z.array(z.object({ line: z.int(), message: z.string() })),
});
export type ImportAnswer = z.infer<typeof ImportAnswer>;

export const EventView = z.object({
  id: z.string(),
  happenedAt: z.string(),
  endedAt: z.string().nullable(),
  zone: z.string(),
  isApproximate: z.boolean(),
  category: z.enum(eventCategories),
  title: z.string(),
  body: z.string(),
  source: z.string(),
  links: z.array(
    z.object({
      kind: z.enum(linkTargets),
      targetId: z.string().nullable(),
      observableKind: z.string().nullable(),
      observableValue: z.string().nullable(),
      /** The asset's or file's name, the evidence's reference. */
      name: z.string().nullable(),
    }),
  ),
  changedBy: PersonShape.nullable(),
  changedAt: z.string(),
  isImported: z.boolean(),
  isRemoved: z.boolean(),
  version: z.int(),
});
export type EventView = z.infer<typeof EventView>;
