// Severity of a personal-data breach after ENISA's recommendations of December 2013 (v1.0): SE = DPC × EI + CB. Pure; server and screens count alike.
// The score informs a decision and takes none: no threshold of a law is tied to it.
import { z } from "zod";

/** Kinds of data and their base score (ENISA v1.0, annex 1). Credentials take the kind that they open. */
export const dataKinds = { simple: 1, behavioural: 2, financial: 3, sensitive: 4 } as const;
export type DataKind = keyof typeof dataKinds;

/** How easily people are identified (annex 2). */
export const identifications = { negligible: 0.25, limited: 0.5, significant: 0.75, maximum: 1 } as const;
/** Circumstances of the breach (annex 3); each of the three losses counts once. */
export const confidentialityLosses = { none: 0, known_recipients: 0.25, unknown_recipients: 0.5 } as const;
export const integrityLosses = { none: 0, altered_not_used: 0, altered_recoverable: 0.25, altered_lost: 0.5 } as const;
export const availabilityLosses = { none: 0, recovered: 0, temporary: 0.25, lost: 0.5 } as const;
export const maliceScore = 0.5;

/** What moves the base score of a kind up or down; each is a reason that a person gives in words. */
export const adjustments = [
  "volume",
  "controller",
  "vulnerable_people",
  "invalid_data",
  "public_data",
  "nature_of_data",
] as const;
export type Adjustment = (typeof adjustments)[number];

const keysOf = <Table extends Record<string, number>>(table: Table) =>
  z.enum(Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]]);

export const SeverityInput = z.strictObject({
  /** Each kind of data that was touched, with what moves its score. The highest counts. */
  kinds: z
    .array(
      z.strictObject({
        kind: keysOf(dataKinds),
        adjustments: z
          .array(
            z.strictObject({
              reason: z.enum(adjustments),
              by: z.int("Expected a whole number from -3 to 3.").min(-3).max(3),
              words: z.string().trim().min(3, "Expected the reason in words.").max(500),
            }),
          )
          .max(6)
          .default([]),
      }),
    )
    .min(1, "Expected at least one kind of data.")
    .max(4),
  identification: keysOf(identifications),
  confidentiality: keysOf(confidentialityLosses),
  integrity: keysOf(integrityLosses),
  availability: keysOf(availabilityLosses),
  isMalicious: z.boolean(),
  /** Flags: told beside the score, never part of it. */
  isOverHundredPeople: z.boolean(),
  isUnintelligible: z.boolean(),
});
export type SeverityInput = z.infer<typeof SeverityInput>;

export const severityBands = ["low", "medium", "high", "very_high"] as const;
export type SeverityBand = (typeof severityBands)[number];

/** Somebody who knows more overrides the band, with a reason; the score stays beside it. */
export const SeverityOverride = z.strictObject({
  band: z.enum(severityBands),
  reason: z.string().trim().min(10, "Expected a reason of at least 10 characters.").max(2000),
});
export type SeverityOverride = z.infer<typeof SeverityOverride>;

export interface SeverityStep {
  /** Key of the room `filings`, such as `severity.step.kind`, with its values. */
  code: string;
  values: Record<string, string | number>;
}

export interface SeverityResult {
  /** Data-processing context, 1 to 4. */
  dpc: number;
  /** Ease of identification, 0.25 to 1. */
  ei: number;
  /** Circumstances, 0 to 2. */
  cb: number;
  /** SE = DPC × EI + CB, 0.25 to 6. */
  score: number;
  band: SeverityBand;
  steps: SeverityStep[];
}

/** SE < 2 low; below 3 medium; below 4 high; from 4 very high. */
export function bandOf(score: number): SeverityBand {
  if (score < 2) return "low";
  if (score < 3) return "medium";
  return score < 4 ? "high" : "very_high";
}

/** Counts one breach. All scores are multiples of a quarter, so that sums are exact. */
export function scoreSeverity(input: SeverityInput): SeverityResult {
  const steps: SeverityStep[] = [];
  const scored = input.kinds.map(({ kind, adjustments: moves }) => {
    const moved = moves.reduce((sum, { by }) => sum + by, 0);
    return { kind, moved, moves, score: Math.min(4, Math.max(1, dataKinds[kind] + moved)) };
  });
  const highest = scored.reduce((a, b) => (b.score > a.score ? b : a));
  for (const { kind, score, moves } of scored) {
    steps.push({ code: "kind", values: { kind, base: dataKinds[kind], score } });
    for (const { reason, by, words } of moves) steps.push({ code: "adjusted", values: { reason, by, words } });
  }
  if (scored.length > 1) steps.push({ code: "highest", values: { kind: highest.kind, score: highest.score } });
  const ei = identifications[input.identification];
  steps.push({ code: "identification", values: { level: input.identification, score: ei } });
  const losses = [
    ["confidentiality", input.confidentiality, confidentialityLosses[input.confidentiality]],
    ["integrity", input.integrity, integrityLosses[input.integrity]],
    ["availability", input.availability, availabilityLosses[input.availability]],
  ] as const;
  for (const [loss, level, score] of losses) steps.push({ code: loss, values: { level, score } });
  if (input.isMalicious) steps.push({ code: "malice", values: { score: maliceScore } });
  const cb = losses.reduce((sum, [, , score]) => sum + score, 0) + (input.isMalicious ? maliceScore : 0);
  const score = highest.score * ei + cb;
  return { dpc: highest.score, ei, cb, score, band: bandOf(score), steps };
}
