// Exercises: the scenario as data (policies/exercises), who plays what when, what is expected and what was seen. Pure; screens read it too.
import { z } from "zod";
import { AddImprovement, ImprovementView, ReviewView, WriteReview } from "../../cases/after/model.ts";
import type { StepUpBinding } from "../../identity/model.ts";
import { levels } from "../../triage/model.ts";

const line = (most: number) =>
  z.string("Expected a text.").trim().min(1, "Expected a text.").max(most, `Expected at most ${most} characters.`);
const id = z.uuid("Expected an identifier.");
const version = z.int("Expected the version that you saw.").min(1, "Expected the version that you saw.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });
const words = (most: number) => z.strictObject({ fr: line(most), en: line(most), mn: line(most) });
const slug = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/, "Expected lower-case letters, digits, - and _.");
/** Minutes since the beginning, or after an inject. */
const minutes = z.int("Expected whole minutes.").min(0).max(10_080, "Expected at most a week.");

export const languages = ["fr", "en", "mn"] as const;
export type ExerciseLanguage = (typeof languages)[number];

/** Addresses that nobody has (RFC 2606): a scenario names no real one. */
const inventedAddress = z
  .email("Expected an e-mail address.")
  .regex(/\.(example|invalid|test)$|@example\.(com|net|org)$/, "Expected an invented address, such as a@b.example.");

const common = { id: slug, at: minutes, titles: words(300) };
const sender = z.strictObject({ name: line(200), address: inventedAddress });

export const Inject = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("report"),
    ...common,
    flow: z.enum(["citizen", "organisation", "regulated", "vulnerability", "phishing", "free"]),
    subject: words(300),
    text: words(20_000),
    from: sender.optional(),
  }),
  z.strictObject({ kind: z.literal("mail"), ...common, from: sender, subject: words(300), text: words(20_000) }),
  z.strictObject({
    kind: z.literal("call"),
    ...common,
    caller: line(200),
    phone: line(40).optional(),
    text: words(20_000),
  }),
  z.strictObject({ kind: z.literal("press"), ...common, from: sender, subject: words(300), text: words(20_000) }),
  z.strictObject({
    kind: z.literal("findings"),
    ...common,
    rows: z
      .array(
        z.strictObject({
          address: z.union([z.ipv4(), z.ipv6()]),
          port: z.int().min(1).max(65_535).optional(),
          what: line(200),
        }),
      )
      .min(1)
      .max(1000),
  }),
]);
export type Inject = z.infer<typeof Inject>;
export const injectKinds = ["report", "mail", "call", "press", "findings"] as const;
export type InjectKind = (typeof injectKinds)[number];

export const partyKinds = ["constituent", "third_party", "peer", "authority"] as const;
const expected = {
  id: slug,
  titles: words(300),
  /** Its clock starts when this inject is played. */
  after: slug,
  within: minutes,
};
/** What should be done, as far as the platform sees it; `by_hand` is seen by an observer. */
export const Expectation = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("taken"), ...expected }),
  z.strictObject({ kind: z.literal("in_case"), ...expected }),
  z.strictObject({ kind: z.literal("answered"), ...expected }),
  z.strictObject({ kind: z.literal("severity"), ...expected, least: z.enum(levels) }),
  z.strictObject({ kind: z.literal("party_told"), ...expected, party: z.enum(partyKinds) }),
  z.strictObject({ kind: z.literal("many_told"), ...expected }),
  z.strictObject({ kind: z.literal("takedown_asked"), ...expected }),
  z.strictObject({ kind: z.literal("case_closed"), ...expected }),
  z.strictObject({ kind: z.literal("by_hand"), ...expected }),
]);
export type Expectation = z.infer<typeof Expectation>;
export const expectationKinds = [
  "taken",
  "in_case",
  "answered",
  "severity",
  "party_told",
  "many_told",
  "takedown_asked",
  "case_closed",
  "by_hand",
] as const;

export const Scenario = z.strictObject({
  id: slug,
  version: z.int().min(1),
  titles: words(300),
  about: words(2000),
  source: z.strictObject({ kind: z.enum(["own_proposal", "published"]), text: line(600) }),
  /** How long it takes, as it was thought. */
  minutes: minutes.min(1),
  injects: z.array(Inject).min(1).max(100),
  expects: z.array(Expectation).max(100),
});
export type Scenario = z.infer<typeof Scenario>;

export const exerciseParts = ["leader", "observer", "player"] as const;
export type ExercisePart = (typeof exerciseParts)[number];
export const exerciseStates = ["planned", "running", "paused", "ended"] as const;
export type ExerciseState = (typeof exerciseStates)[number];

export const PlanExercise = z.strictObject({
  scenarioId: slug,
  title: line(200),
  aim: z.string("Expected a text.").trim().max(4000, "Expected at most 4000 characters.").default(""),
  language: z.enum(languages, "Expected fr, en or mn."),
  plannedAt: instant,
  people: z
    .array(z.strictObject({ personId: id, part: z.enum(exerciseParts, "Expected leader, observer or player.") }))
    .max(200, "Expected at most 200 people."),
});
export type PlanExercise = z.input<typeof PlanExercise>;

export const exerciseActs = ["start", "pause", "resume", "end"] as const;
export type ExerciseAct = (typeof exerciseActs)[number];
export const ActOnExercise = z.strictObject({
  act: z.enum(exerciseActs, `Expected one of ${exerciseActs.join(", ")}.`),
  version,
});
export type ActOnExercise = z.infer<typeof ActOnExercise>;

export const LeaveInject = z.strictObject({
  note: z.string("Expected a text.").trim().max(2000, "Expected at most 2000 characters.").default(""),
});
export type LeaveInject = z.input<typeof LeaveInject>;

export const SeeExpected = z.strictObject({
  expectationId: slug,
  seenAt: instant,
  note: z.string("Expected a text.").trim().max(2000, "Expected at most 2000 characters.").default(""),
});
export type SeeExpected = z.input<typeof SeeExpected>;

export const ReviewExercise = WriteReview.omit({ caseId: true });
export type ReviewExercise = z.infer<typeof ReviewExercise>;
export const ImproveAfter = AddImprovement.omit({ caseId: true });
export type ImproveAfter = z.infer<typeof ImproveAfter>;

/** Wiping is confirmed with the passkey. */
export const bindWipe = (exerciseId: string): StepUpBinding => ({
  act: "exercise.wipe",
  object: exerciseId,
  version: "1",
});

/** `open`: there is time yet; `waits`: its inject was not played. */
export const outcomes = ["waits", "open", "met", "late", "missed"] as const;
export type Outcome = (typeof outcomes)[number];

const Person = z.object({ id: z.string(), name: z.string() });
export const MeasuredView = z.object({
  expectationId: z.string(),
  kind: z.enum(expectationKinds),
  title: z.string(),
  injectId: z.string(),
  withinMinutes: z.int(),
  outcome: z.enum(outcomes),
  /** Of the time of the exercise, after its inject; null while it was not seen. */
  tookMinutes: z.int().nullable(),
  seenAt: z.string().nullable(),
  note: z.string(),
});
export type MeasuredView = z.infer<typeof MeasuredView>;

export const InjectView = z.object({
  id: z.string(),
  injectId: z.string(),
  kind: z.enum(injectKinds),
  title: z.string(),
  dueMinutes: z.int(),
  /** When it is due as things stand; null before the start and once it was played. */
  dueAt: z.string().nullable(),
  state: z.enum(["waiting", "played", "left_out"]),
  playedAt: z.string().nullable(),
  playedBy: Person.nullable(),
  note: z.string(),
  report: z.object({ id: z.string(), reference: z.string() }).nullable(),
  listId: z.string().nullable(),
});
export type InjectView = z.infer<typeof InjectView>;

export const ExerciseHead = z.object({
  id: z.string(),
  title: z.string(),
  scenario: z.string(),
  state: z.enum(exerciseStates),
  plannedAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  wipedAt: z.string().nullable(),
  /** What the asker does in it; null: nothing. */
  part: z.enum(exerciseParts).nullable(),
  met: z.int(),
  expected: z.int(),
});
export type ExerciseHead = z.infer<typeof ExerciseHead>;

export const ScenarioHead = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  minutes: z.int(),
  injects: z.int(),
  expects: z.int(),
  source: z.enum(["own_proposal", "published"]),
  sourceText: z.string(),
});
export type ScenarioHead = z.infer<typeof ScenarioHead>;

export const ExerciseList = z.object({ rows: z.array(ExerciseHead), canRun: z.boolean() });
export type ExerciseList = z.infer<typeof ExerciseList>;

export const ExerciseView = ExerciseHead.omit({ met: true, expected: true }).extend({
  aim: z.string(),
  about: z.string(),
  version: z.int(),
  people: z.array(z.object({ person: Person, part: z.enum(exerciseParts) })),
  /** Whole minutes of the exercise so far, without its pauses. */
  minutes: z.int(),
  plannedMinutes: z.int(),
  /** Whoever plays is shown what was played, and no more. */
  injects: z.array(InjectView),
  /** Empty for whoever plays, until it has ended. */
  measured: z.array(MeasuredView),
  /** What was made in it and stands; by table. */
  made: z.object({ reports: z.int(), cases: z.int(), mails: z.int() }),
  review: ReviewView.nullable(),
  improvements: z.array(ImprovementView),
  can: z.object({ lead: z.boolean(), observe: z.boolean(), review: z.boolean() }),
});
export type ExerciseView = z.infer<typeof ExerciseView>;
