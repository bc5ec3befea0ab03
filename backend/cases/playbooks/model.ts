// Playbooks: what is to be done in what order when something of a kind happened, as data (policies/playbooks). Pure; the desk reads it too.
import { z } from "zod";
import { sectors } from "../../registry/sectors/model.ts";
import { levels } from "../../triage/model.ts";
import { isRsitPair, rsitClasses } from "../../triage/rsit/model.ts";
import { id, line, oneOf, PersonShape, reason, version } from "../work/shapes.ts";

const words = z.strictObject({ fr: line(600), en: line(600), mn: line(600) });
export type Words3 = z.infer<typeof words>;
const slug = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/, "Expected lower-case letters, digits, - and _.");
/** ISO 8601: days, hours and minutes. */
const duration = z
  .string()
  .regex(/^P(?=.)(\d{1,3}D)?(T(?=.)(\d{1,4}H)?(\d{1,5}M)?)?$/, "Expected a duration such as PT4H or P1D.");

const common = {
  id: slug,
  titles: words,
  /** Steps that must be over before this one begins. */
  after: z.array(slug).max(20).default([]),
  /** Begins only if that choice or approval ended so; otherwise it is left out. */
  when: z.strictObject({ step: slug, is: z.array(slug).min(1).max(10) }).optional(),
};

export const notified = ["owner", "team", "leads"] as const;
export const approvalOutcomes = ["approved", "refused"] as const;

export const Step = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("task"),
    ...common,
    text: words.optional(),
    /** From the moment it begins. */
    due: duration.optional(),
    checklist: z.array(words).max(20).default([]),
    /** Whom the task is given to; `nobody`: who takes it. */
    for: z.enum(["owner", "nobody"]).default("nobody"),
  }),
  z.strictObject({
    kind: z.literal("choice"),
    ...common,
    options: z
      .array(z.strictObject({ id: slug, titles: words }))
      .min(2)
      .max(6),
  }),
  z.strictObject({ kind: z.literal("wait"), ...common, for: duration }),
  z.strictObject({ kind: z.literal("notify"), ...common, to: z.enum(notified) }),
  z.strictObject({ kind: z.literal("approval"), ...common }),
]);
export type Step = z.infer<typeof Step>;
export type StepKind = Step["kind"];

const rsitName = z.string().refine((name) => {
  const [className = "", type] = name.split("/");
  return type === undefined ? rsitClasses.some((one) => one === className) : isRsitPair(className, type);
}, "Expected a class of the taxonomy, or class/type.");

export const Trigger = z.strictObject({
  /** RSIT classes ("availability") or types ("availability/ddos"); any of them. */
  kinds: z.array(rsitName).max(20),
  /** This severity or a graver one. */
  severity: z.enum(levels).optional(),
  /** The sector of any constituent concerned; absent: all. */
  sectors: z.array(z.enum(sectors)).min(1).optional(),
  /** `by_itself`: with the case; `offered`: the team is asked. */
  start: z.enum(["offered", "by_itself"]),
});

export const Playbook = z.strictObject({
  id: slug,
  version: z.int().min(1),
  titles: words,
  about: words,
  /** Where its steps come from, so that nobody takes a proposal for a rule. */
  source: z.strictObject({ kind: z.enum(["own_proposal", "published"]), text: line(600) }),
  trigger: Trigger,
  steps: z.array(Step).min(1).max(60),
});
export type Playbook = z.infer<typeof Playbook>;

/** What is known of a case when a playbook is asked whether it is for it. */
export interface PlaybookFacts {
  rsitClass: string | null;
  rsitType: string | null;
  severity: string;
  sectors: readonly string[];
}

export const stepStates = ["waiting", "ready", "done", "skipped"] as const;
export type StepState = (typeof stepStates)[number];
export const runStates = ["running", "finished", "stopped"] as const;

const language = oneOf(["fr", "en", "mn"]);
export const StartPlaybook = z.strictObject({ caseId: id, playbookId: slug, language: language.default("fr") });
export type StartPlaybook = z.input<typeof StartPlaybook>;
export const AnswerStep = z.strictObject({
  runId: id,
  stepId: slug,
  version,
  outcome: slug,
  note: line(2000).optional(),
});
export type AnswerStep = z.input<typeof AnswerStep>;
export const SkipStep = z.strictObject({ runId: id, stepId: slug, version, reason: reason() });
export type SkipStep = z.input<typeof SkipStep>;
export const StopPlaybook = z.strictObject({ runId: id, version, reason: reason() });
export type StopPlaybook = z.input<typeof StopPlaybook>;

export const TryPlaybook = z.strictObject({
  rsitClass: z.string().max(60).nullable().default(null),
  rsitType: z.string().max(60).nullable().default(null),
  severity: z.enum(levels, `Expected one of ${levels.join(", ")}.`),
  sectors: z.array(z.enum(sectors)).max(11).default([]),
  startAt: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." }),
  /** What choices and approvals would end with, by step; the first option where it is not told. */
  outcomes: z.record(slug, slug).default({}),
});
export type TryPlaybook = z.input<typeof TryPlaybook>;

export const TriedStep = z.object({
  stepId: z.string(),
  kind: z.enum(["task", "choice", "wait", "notify", "approval"]),
  title: z.string(),
  isSkipped: z.boolean(),
  beginsAt: z.string().nullable(),
  dueAt: z.string().nullable(),
  outcome: z.string().nullable(),
  /** The outcome was not told: the first option was taken. */
  isAssumed: z.boolean(),
});
export const TriedPlaybook = z.object({
  isTriggered: z.boolean(),
  startsByItself: z.boolean(),
  steps: z.array(TriedStep),
});
export type TriedPlaybook = z.infer<typeof TriedPlaybook>;

export const RunStepView = z.object({
  stepId: z.string(),
  kind: z.enum(["task", "choice", "wait", "notify", "approval"]),
  title: z.string(),
  state: z.enum(stepStates),
  outcome: z.string().nullable(),
  options: z.array(z.object({ id: z.string(), title: z.string() })),
  taskId: z.string().nullable(),
  wakesAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBy: PersonShape.nullable(),
  note: z.string(),
});
export const RunView = z.object({
  id: z.string(),
  playbookId: z.string(),
  playbookVersion: z.int(),
  title: z.string(),
  state: z.enum(runStates),
  startedAt: z.string(),
  startedBy: PersonShape.nullable(),
  endedAt: z.string().nullable(),
  stopReason: z.string(),
  version: z.int(),
  steps: z.array(RunStepView),
  /** Whether the asker may answer what waits for approval. */
  canApprove: z.boolean(),
});
export type RunView = z.infer<typeof RunView>;
export const CasePlaybooks = z.object({
  runs: z.array(RunView),
  offered: z.array(z.object({ id: z.string(), title: z.string(), about: z.string(), isTriggered: z.boolean() })),
});
export type CasePlaybooks = z.infer<typeof CasePlaybooks>;

/** @param text ISO 8601 of days, hours and minutes. @returns milliseconds; a day is 24 hours */
export function millisecondsOf(text: string): number {
  const [, days = "0", hours = "0", minutes = "0"] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000;
}
