// What a pack of law is: its zod shape and types. Pure; screens may read it.
import { z } from "zod";

/** Clock kinds. Only the first four can give an instant; the rest say honestly that the law, or our knowledge of it, gives none. */
export const clockKinds = [
  "duration",
  "periodic",
  "fixed_date",
  "before_event",
  "immediate",
  "reasonable",
  "none_in_law",
  "unverified",
] as const;
export type ClockKind = (typeof clockKinds)[number];

/** How far a provision was checked, best first. `verified` needs a person, a date and a captured text that holds the quote. */
export const verificationStatuses = [
  "verified",
  "primary",
  "secondary",
  "from_programme",
  "background",
  "unverified",
] as const;
export type VerificationStatus = (typeof verificationStatuses)[number];

const id = z.string().regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, "expected lower-case words joined by . _ or -");
const version = z.string().regex(/^\d+\.\d+\.\d+$/, "expected a version such as 1.0.0");
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "expected a date such as 2026-11-22");
const isoDuration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?)?$/,
    "expected an ISO 8601 duration such as PT72H or P1M",
  );
/** One sentence in each of the three languages. */
const words = z.strictObject({ fr: z.string().min(1), en: z.string().min(1), mn: z.string().min(1) });

export const Verification = z.strictObject({
  status: z.enum(verificationStatuses),
  /** Only for `background`: how sure the writer was. */
  confidence: z.enum(["high", "medium", "low"]).optional(),
  by: z.string().nullable().default(null),
  checkedOn: day.nullable().default(null),
  source: z.string().nullable().default(null),
});

const Span = z.strictObject({ from: day.nullable(), to: day.nullable(), verification: Verification });

export const Instrument = z.strictObject({
  id,
  /** The title in the original language; the other two are our translation. */
  title: words,
  language: z.string().regex(/^[a-z]{2}$/),
  /** Akoma Ntoso style, minted by us where no resolver exists, or the publisher's own. */
  uri: z.string().min(1),
  official: z.strictObject({
    gazette: z.string().nullable(),
    url: z.url().nullable(),
    sha256: z.string().nullable(),
  }),
  /** Articles known to exist: "1-99" or "2,7,9"; null where the contents were never seen. A cited article outside it is an error. */
  articles: z
    .string()
    .regex(/^[0-9a-z]+(?:-[0-9a-z]+)?(?:,[0-9a-z]+(?:-[0-9a-z]+)?)*$/)
    .nullable(),
  /** Periods in which the text itself was in force; both ends inclusive, local dates. */
  inForce: z.array(Span).min(1),
  /** Whether and when it binds a state. A state that is not listed: as `otherwise` says. */
  binding: z.array(z.strictObject({ state: z.string().regex(/^[A-Z]{2}$/), binds: z.boolean() }).extend(Span.shape)),
  bindsOtherwise: z.boolean(),
  amendedBy: z.array(z.strictObject({ title: z.string(), on: day.nullable(), verification: Verification })),
});

export const Quote = z.strictObject({
  text: z.string().min(1),
  language: z.string().regex(/^[a-z]{2}$/),
  /** File below the pack's folder that holds the captured text, and its SHA-256 in hex. */
  source: z.string().regex(/^sources\/[a-z0-9.-]+\.txt$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const Provision = z.strictObject({
  id,
  instrument: id,
  /** "33(1)" as the instrument counts; null where the article itself is not known, which only an unverified provision may say. */
  article: z.string().nullable(),
  eId: z.string().nullable().default(null),
  quote: Quote.nullable(),
  paraphrase: words,
  verification: Verification,
});

/** `aware`, `classified_major`, `initial.submitted`: a name from policies/events.yml, or `<stage>.submitted`. */
const event = z.string().regex(/^[a-z0-9_]+(?:\.[a-z0-9_]+)?$/);
const setBy = id.describe("the provision that sets the time, not the one that grants the right");

/** Moves a due time that falls on a day off. Who may not use it: by class, or by a dated decision of the authority. */
const Roll = z.strictObject({
  rule: z.literal("next_working_day"),
  at: z.string().regex(/^\d{2}:\d{2}$/),
  notForClasses: z.array(id),
  notAfterDecision: id.nullable(),
  setBy,
});

const Duration = z.strictObject({
  kind: z.literal("duration"),
  /** The first of these that has happened starts the clock. */
  start: z.array(event).min(1),
  /** Which of several happenings of the same event counts. */
  take: z.enum(["first", "last"]).default("first"),
  duration: isoDuration.optional(),
  workingDays: z.int().positive().optional(),
  /** Never later than this, unless the start itself came after it. */
  cap: z.strictObject({ start: event, duration: isoDuration, setBy, lateSetBy: setBy }).optional(),
  /** While the matter lasts: counted from this event instead, when that gives a later time. */
  whileOngoing: z.strictObject({ until: event, duration: isoDuration, setBy }).optional(),
  roll: Roll.optional(),
  note: z.enum(["regulation_1182_71"]).optional(),
  extension: z.strictObject({ duration: isoDuration, setBy }).optional(),
  setBy,
});
const Periodic = z.strictObject({
  kind: z.literal("periodic"),
  /** RFC 5545, without DTSTART: the last time the duty was done is its start. */
  rrule: z.string().regex(/^FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;[A-Z]+=[A-Z0-9,+-]+)*$/),
  anchor: z.array(event).min(1),
  setBy,
});
const FixedDate = z.strictObject({
  kind: z.literal("fixed_date"),
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
  /** The first time: within this span after the event. */
  first: z.strictObject({ start: event, duration: isoDuration, setBy }).optional(),
  setBy,
});
const BeforeEvent = z.strictObject({
  kind: z.literal("before_event"),
  event,
  lead: isoDuration.optional(),
  setBy,
});
const Immediate = z.strictObject({ kind: z.literal("immediate"), start: z.array(event).min(1), setBy });
const Reasonable = z.strictObject({ kind: z.literal("reasonable"), start: z.array(event).min(1), setBy });
const NoneInLaw = z.strictObject({
  kind: z.literal("none_in_law"),
  start: z.array(event).min(1),
  /** Good practice, shown as advice only and never computed as a deadline. */
  advisory: z.strictObject({ duration: isoDuration, label: words }).optional(),
});
const Unverified = z.strictObject({ kind: z.literal("unverified"), start: z.array(event).min(1) });

export const Clock = z.discriminatedUnion("kind", [
  Duration,
  Periodic,
  FixedDate,
  BeforeEvent,
  Immediate,
  Reasonable,
  NoneInLaw,
  Unverified,
]);

export const Obligation = z.strictObject({
  id,
  stage: z.string().regex(/^[a-z][a-z_]*$/),
  title: words,
  norm: z.enum(["duty", "prohibition", "permission", "power"]),
  modality: z.enum(["statutory", "regulatory", "guidance", "recommended"]),
  cites: z.array(id).min(1),
  /** The text as of this day is what the obligation states. */
  expressionDate: day,
  /** When an amendment replaced it: both wordings stand in one pack, and the day of the start picks. Inclusive, local dates. */
  valid: z.strictObject({ from: day.nullable(), to: day.nullable() }).optional(),
  bearer: z.strictObject({
    by: z.enum(["entity", "authority"]).default("entity"),
    roles: z.array(z.enum(["controller", "processor"])).default([]),
    classes: z.array(id).default([]),
    notClasses: z.array(id).default([]),
  }),
  /** Among obligations of one track group, the first whose events have happened speaks; the others step back. */
  track: z.strictObject({ group: id, anyOf: z.array(event).min(1) }).optional(),
  threshold: z.union([z.literal("none"), z.strictObject({ id, text: words })]),
  exceptions: z.union([z.literal("none"), z.array(z.strictObject({ id, text: words })).min(1)]),
  addressee: id,
  clock: Clock,
  overtakenBy: z.array(z.string()).default([]),
  /** What the authority's silence means, for its own clocks. */
  onSilence: z.enum(["accepted", "refused", "none", "unknown"]).optional(),
  form: id.nullable().default(null),
  evidence: z.array(z.enum(["receipt", "record", "report", "decision", "certificate"])).default([]),
  sanctions: z.array(id).default([]),
  /** A contribution: its base and its rate in percent. */
  contribution: z
    .strictObject({ base: words, ratePercent: z.number().positive(), payers: words, verification: Verification })
    .optional(),
});

export const Sanction = z
  .strictObject({
    id,
    cites: z.array(id).min(1),
    kind: z.enum(["fine", "surcharge", "withdrawal", "warning", "formal_notice", "criminal_referral"]),
    min: z.number().nonnegative().nullable(),
    max: z.number().nonnegative().nullable(),
    /** ISO 4217, or "percent" of the amount due. */
    currency: z
      .string()
      .regex(/^(?:[A-Z]{3}|percent)$/)
      .nullable(),
    grounds: z.array(id).min(1),
    verification: Verification,
  })
  .refine((it) => it.min === null || it.max === null || it.min <= it.max, "expected min not above max");

/** What is filed before a processing begins. A request for a transfer or a whistleblowing scheme is a formality of its own where practice says so. */
export const formalityKinds = ["declaration", "authorisation", "opinion", "transfer", "whistleblowing"] as const;
export type FormalityKind = (typeof formalityKinds)[number];

export const Formalities = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(formalityKinds),
        /** The obligation of this pack that it fulfils: it names the addressee, the form and the clock. */
        obligation: id,
        /** One of these traits of the processing (policies/processing-traits.yml), or one of these classes of the entity. */
        traits: z.array(id).default([]),
        classes: z.array(id).default([]),
        /** Applies only where no other rule of the same obligation does. */
        isDefault: z.boolean().default(false),
        cites: z.array(id).min(1),
      }),
    )
    .min(1),
  /** Fees that the text states; none where it states none that we could read. */
  fees: z.array(
    z.strictObject({
      kind: z.enum(formalityKinds),
      amount: z.number().nonnegative(),
      currency: z.string().regex(/^[A-Z]{3}$/, "expected a currency such as XOF"),
      cites: z.array(id).min(1),
    }),
  ),
  /** The provision by which the authority's time stands still while it waits for what is missing; null where none was found. */
  stopsClock: id.nullable(),
});
export type Formalities = z.infer<typeof Formalities>;

export const Pack = z.strictObject({
  pack: z.strictObject({
    id,
    version,
    jurisdiction: z.string().regex(/^[A-Z]{2}$/),
    /** Where local times are counted when the facts name no zone. */
    timeZone: z.string(),
    /** For texts of a union or a community: the state that is meant when the facts name none. */
    defaultState: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
    publishedAt: day,
    title: words,
    /** What is not known, in a sentence that screens show on top. */
    notice: words.nullable(),
  }),
  instruments: z.array(Instrument).min(1),
  provisions: z.array(Provision).min(1),
  obligations: z.array(Obligation).min(1),
  sanctions: z.array(Sanction),
  /** Report once: who may see each field of policies/fields.yml. */
  fields: z.array(z.strictObject({ id, discloseTo: z.array(id).min(1) })),
  mappings: z.array(
    z.strictObject({
      from: id,
      to: z.string().min(1),
      relation: z.enum(["equal", "subset", "superset", "intersect", "none"]),
    }),
  ),
  formalities: Formalities.optional(),
});

export type Pack = z.infer<typeof Pack>;
export type Obligation = z.infer<typeof Obligation>;
export type Clock = z.infer<typeof Clock>;
export type Provision = z.infer<typeof Provision>;
export type Instrument = z.infer<typeof Instrument>;
export type DurationClock = z.infer<typeof Duration>;
export type Words = z.infer<typeof words>;
