// The national committee's yearly review: targets, measurements, requests for data, narratives, steps of laws. Shapes and limits. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
export const line = (max: number, what: string) =>
  z
    .string({ error: `Expected ${what}.` })
    .trim()
    .min(1, `Expected ${what}.`)
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => isPlain(text) && !/\p{Cc}/u.test(text), "Expected one line of text.");
export const prose = (max: number) =>
  z.string().trim().max(max, `Expected at most ${max} characters.`).refine(isPlain, "Expected text.");
const year = z
  .number({ error: "Expected a year such as 2026." })
  .int("Expected a year such as 2026.")
  .min(2000, "Expected a year from 2000 on.")
  .max(2200, "Expected a year up to 2200.");
export const day = z.iso.date({ error: "Expected a day as YYYY-MM-DD." });
const id = z.uuid({ error: "Expected an id as it was given." });
/** A decimal number as text, so that nothing is rounded on the way: at most 18 digits before the point and 6 after. */
export const Amount = z
  .string({ error: "Expected a number such as 1234.5." })
  .regex(/^-?\d{1,18}(\.\d{1,6})?$/, "Expected a number such as 1234.5, with a point and no spaces.");
/** A name in every language that was given; one at least. */
export const Names = z
  .strictObject({
    fr: line(300, "a name").exactOptional(),
    en: line(300, "a name").exactOptional(),
    mn: line(300, "a name").exactOptional(),
  })
  .refine(
    (names) => Object.values(names).some((name) => name !== undefined),
    "Expected a name in one language at least.",
  );
export type Names = z.infer<typeof Names>;
const Texts = z.strictObject({ fr: prose(8000).optional(), en: prose(8000).optional(), mn: prose(8000).optional() });

export const verifications = [
  "verified",
  "primary",
  "secondary",
  "from_programme",
  "background",
  "unverified",
] as const;
export type Verification = (typeof verifications)[number];
export const outlooks = ["reached", "on_track", "late", "stopped", "unknown"] as const;
export type Outlook = (typeof outlooks)[number];

/** A strategy as policies/strategies/*.yml holds it. */
export const Strategy = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  country: z.string().regex(/^[A-Z]{2}$/),
  names: z.strictObject({ fr: z.string(), en: z.string(), mn: z.string() }),
  document: z.strictObject({ title: z.string(), date: z.coerce.string(), status: z.string() }),
  verification: z.enum(verifications),
  targets: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        names: z.strictObject({ fr: z.string(), en: z.string(), mn: z.string() }),
        unit: z.string().regex(/^[a-z_]+$/),
        target: z.number().nullable(),
        byYear: z.number().int().nullable(),
        baseline: z.strictObject({ value: z.number(), on: z.iso.date() }).optional(),
        figure: z.string().optional(),
      }),
    )
    .min(1),
});
export type Strategy = z.infer<typeof Strategy>;

export const AdoptStrategy = z.strictObject({ strategyId: z.string().max(100) });

export const AddTarget = z.strictObject({
  names: Names,
  unit: line(60, "a unit, such as km or people"),
  target: Amount.nullable().default(null),
  byYear: year.nullable().default(null),
  baseline: Amount.nullable().default(null),
  baselineOn: day.nullable().default(null),
  source: line(500, "the document that names the target"),
});

export const RecordMeasurement = z.strictObject({
  targetId: id,
  year,
  value: Amount,
  measuredOn: day,
  source: line(500, "where the number comes from"),
});

export const AskData = z.strictObject({
  year,
  body: line(200, "the ministry or body that is asked"),
  email: z.email("Expected an e-mail address such as name@example.org.").max(320),
  language: z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." }),
  targetIds: z.array(id).min(1, "Choose one target at least.").max(100, "At most 100 targets in one request."),
  message: prose(4000).default(""),
  dueOn: day,
});

export const AnswerData = z.strictObject({
  name: line(200, "your name"),
  values: z
    .array(
      z.strictObject({
        targetId: id,
        value: Amount,
        measuredOn: day,
        source: line(500, "where the number comes from"),
      }),
    )
    .min(1, "Give one number at least.")
    .max(100),
});
export type AnswerData = z.infer<typeof AnswerData>;

export const WriteNarrative = z.strictObject({
  text: Texts,
  outlook: z.enum(outlooks, { error: `Expected one of ${outlooks.join(", ")}.` }),
  /** 0 for a target that has none yet. */
  version: z.number().int().nonnegative(),
});
export const WriteSummary = z.strictObject({ text: Texts, version: z.number().int().positive() });
export const AtVersion = z.strictObject({ version: z.number().int().positive() });

export const lawSteps = ["adopted", "decree_issued", "body_running", "entities_filing", "sanction_used"] as const;
export type LawStep = (typeof lawSteps)[number];
export const stepStates = ["yes", "partly", "no", "unknown"] as const;
export const TellLawStep = z.strictObject({
  instrument: line(200, "a law"),
  step: z.enum(lawSteps, { error: `Expected one of ${lawSteps.join(", ")}.` }),
  state: z.enum(stepStates, { error: `Expected one of ${stepStates.join(", ")}.` }),
  reachedOn: day.nullable().default(null),
  source: line(500, "the document or person that says so"),
});

/** A number with the text of the query that made it. `value` null: nothing to count yet. */
export const Figure = z.object({
  name: z.string(),
  value: z.string().nullable(),
  unit: z.string(),
  query: z.string(),
});
export type Figure = z.infer<typeof Figure>;

/** The binding of each dangerous act of the committee. */
export const stepUpForReview = {
  submit: (year: number, version: number): StepUpBinding => ({
    act: "review.submit",
    object: String(year),
    version: String(version),
  }),
  sign: (year: number, version: number): StepUpBinding => ({
    act: "review.sign",
    object: String(year),
    version: String(version),
  }),
  publish: (year: number, version: number): StepUpBinding => ({
    act: "review.publish",
    object: String(year),
    version: String(version),
  }),
} as const;

const Instant = z.string();
export const MeasurementView = z.object({
  id: z.string(),
  value: z.string(),
  measuredOn: z.string(),
  source: z.string(),
  origin: z.string(),
  enteredAt: Instant,
});
export const TargetView = z.object({
  id: z.string(),
  strategyId: z.string().nullable(),
  names: z.record(z.string(), z.string()),
  unit: z.string(),
  target: z.string().nullable(),
  byYear: z.number().int().nullable(),
  baseline: z.string().nullable(),
  baselineOn: z.string().nullable(),
  source: z.string(),
  verification: z.string(),
  figure: z.string().nullable(),
  thisYear: MeasurementView.nullable(),
  lastYear: MeasurementView.nullable(),
  narrative: z
    .object({ text: z.record(z.string(), z.string()), outlook: z.enum(outlooks), version: z.number().int() })
    .nullable(),
});
export type TargetView = z.infer<typeof TargetView>;

export const LawStepView = z.object({
  instrument: z.string(),
  names: z.record(z.string(), z.string()),
  steps: z.array(
    z.object({
      step: z.enum(lawSteps),
      state: z.enum(stepStates),
      reachedOn: z.string().nullable(),
      source: z.string(),
      saidAt: Instant.nullable(),
    }),
  ),
});
export type LawStepView = z.infer<typeof LawStepView>;

export const ReviewView = z.object({
  year: z.number().int(),
  state: z.enum(["none", "draft", "submitted", "frozen", "published"]),
  version: z.number().int(),
  summary: z.record(z.string(), z.string()),
  submittedBy: z.string().nullable(),
  submittedAt: Instant.nullable(),
  signedBy: z.string().nullable(),
  signedAt: Instant.nullable(),
  publishedAt: Instant.nullable(),
  sha256: z.string().nullable(),
  targets: z.array(TargetView),
  laws: z.array(LawStepView),
  can: z.object({ change: z.boolean(), submit: z.boolean(), sign: z.boolean(), publish: z.boolean() }),
});
export type ReviewView = z.infer<typeof ReviewView>;

export const RequestView = z.object({
  id: z.string(),
  year: z.number().int(),
  body: z.string(),
  email: z.string(),
  dueOn: z.string(),
  state: z.enum(["waiting", "late", "answered", "withdrawn"]),
  targets: z.number().int(),
  askedAt: Instant,
  reminders: z.number().int(),
  answeredAt: Instant.nullable(),
  answeredBy: z.string().nullable(),
});
export type RequestView = z.infer<typeof RequestView>;
