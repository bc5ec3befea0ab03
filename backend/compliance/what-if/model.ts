// "What if the law set another clock?": what is asked and answered. Pure.
import { z } from "zod";

export const TryDraft = z.strictObject({
  /** "ml.data-protection", or with its version "ml.data-protection@1.0.0". */
  pack: z.string().regex(/^[a-z]{2,6}\.[a-z0-9-]+(@\d+\.\d+\.\d+)?$/, "Expected a pack such as ml.data-protection."),
  /** {draft: {title, status, source}, clocks: {stage or obligation: clock}}, as policies/README.md says. */
  draft: z.unknown(),
  /** Facts of incidents to replay; absent: those that were filed with the asker's organisation under this pack. */
  incidents: z.array(z.unknown()).max(5000, "Expected at most 5000 incidents.").optional(),
  /** Where incidents are taken from when none are given. `reports`: those to the national team that concern entities of the register. */
  source: z.enum(["filings", "reports"], { error: "Expected filings or reports." }).default("filings"),
});
export type TryDraft = z.input<typeof TryDraft>;

/** The same as a table. */
export const ExportTried = z.strictObject({
  ...TryDraft.shape,
  language: z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." }).default("fr"),
  zone: z.string().max(60).default("UTC"),
});
export type ExportTried = z.input<typeof ExportTried>;

const Verdict = z.object({
  due: z.string().nullable(),
  isLate: z.boolean().nullable(),
  /** After the due time; below zero before it. */
  lateMinutes: z.number().int().nullable(),
});
export const TriedDraft = z.object({
  pack: z.string(),
  draft: z.string(),
  incidents: z.number().int(),
  stages: z.array(
    z.object({
      stage: z.string(),
      obligation: z.string(),
      lateUnderLaw: z.number().int(),
      lateUnderDraft: z.number().int(),
      newlyLate: z.array(z.string()),
      noLongerLate: z.array(z.string()),
      undecided: z.array(z.string()),
    }),
  ),
  cases: z.array(
    z.object({
      id: z.string(),
      /** Whose incident; null where it was not said. */
      who: z.string().nullable(),
      outcomes: z.array(
        z.object({
          obligation: z.string(),
          stage: z.string(),
          startedAt: z.string().nullable(),
          submittedAt: z.string().nullable(),
          law: Verdict,
          draft: Verdict,
        }),
      ),
    }),
  ),
});
export type TriedDraft = z.infer<typeof TriedDraft>;

/** What a draft may be tried on: duties of entities that an event starts, pack by pack. */
export const Triable = z.object({
  packs: z.array(
    z.object({
      id: z.string(),
      version: z.string(),
      title: z.string(),
      country: z.string(),
      obligations: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          addressee: z.string(),
          clockWords: z.string(),
          /** The provision that a draft clock is put in the place of. */
          setBy: z.string(),
          start: z.string(),
        }),
      ),
    }),
  ),
  events: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type Triable = z.infer<typeof Triable>;

export const draftKinds = ["duration", "working_days", "immediate", "reasonable", "none_in_law"] as const;
export type DraftKind = (typeof draftKinds)[number];
export const draftUnits = ["minutes", "hours", "days", "months"] as const;
export type DraftUnit = (typeof draftUnits)[number];

/** A draft clock as a form has it. */
export interface DraftForm {
  kind: DraftKind;
  amount: number;
  unit: DraftUnit;
  start: string;
  setBy: string;
  /** Hour of the next working day ("12:00") to which an end on a day off moves; null: it does not move. */
  rollAt: string | null;
}

/** The clock as packs write it. @returns undefined where the form lacks a whole number above zero. */
export function composeClock(form: DraftForm): Record<string, unknown> | undefined {
  const { kind, amount, unit, start, setBy, rollAt } = form;
  if (kind === "none_in_law") return { kind, start: [start] };
  if (kind === "immediate" || kind === "reasonable") return { kind, start: [start], setBy };
  if (!Number.isInteger(amount) || amount < 1 || amount > 100_000) return undefined;
  const roll =
    rollAt === null
      ? {}
      : { roll: { rule: "next_working_day", at: rollAt, notForClasses: [], notAfterDecision: null, setBy } };
  if (kind === "working_days") return { kind: "duration", start: [start], workingDays: amount, ...roll, setBy };
  const duration = { minutes: `PT${amount}M`, hours: `PT${amount}H`, days: `P${amount}D`, months: `P${amount}M` }[unit];
  return { kind: "duration", start: [start], duration, ...roll, setBy };
}
