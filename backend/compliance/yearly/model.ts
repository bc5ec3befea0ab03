// An authority's annual report: figures with the query behind each, revisions that never change, what of them is public, and by what an office counts a filing. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

/**
 * Root causes as an office counts them, beside the entity's own words. The list is Toguna's, after the groups that yearly statistics of incidents use
 * in public (malice, people, systems, third parties, nature); no pack of law sets one.
 */
export const causes = [
  "malicious_action",
  "human_error",
  "system_failure",
  "third_party_failure",
  "natural_event",
  "unknown",
] as const;
export type Cause = (typeof causes)[number];

/** Rows that stand for fewer things than this leave no office in public. */
export const leastPublic = 5;

const words = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);

export const JudgeCause = z.strictObject({
  cause: z.enum(causes, { error: `Expected one of ${causes.join(", ")}.` }),
});
export type JudgeCause = z.infer<typeof JudgeCause>;

export const FreezeReport = z.strictObject({
  /** Why the figures are frozen again; asked from the second revision on. */
  reason: words(2000).optional(),
});
export type FreezeReport = z.infer<typeof FreezeReport>;

/** One row of a figure. `value` is decimal text, null where there is nothing to take a median of; `size`: how many things are behind it. */
export const FigureRow = z.object({ key: z.string(), value: z.string().nullable(), size: z.number().int() });
export type FigureRow = z.infer<typeof FigureRow>;
export const ReportFigure = z.object({
  name: z.string(),
  unit: z.string(),
  query: z.string(),
  rows: z.array(FigureRow),
});
export type ReportFigure = z.infer<typeof ReportFigure>;

/** A version of law that filings of the year were judged by, as it was pinned at each of them. */
export const UsedLaw = z.object({
  id: z.string(),
  version: z.string(),
  sha256: z.string(),
  title: z.object({ fr: z.string(), en: z.string(), mn: z.string() }),
});
export type UsedLaw = z.infer<typeof UsedLaw>;

export const ReportContent = z.object({
  authority: z.string(),
  year: z.number().int(),
  figures: z.array(ReportFigure),
  laws: z.array(UsedLaw),
});
export type ReportContent = z.infer<typeof ReportContent>;

export const RevisionView = z.object({
  id: z.string(),
  revision: z.number().int(),
  reason: z.string().nullable(),
  sha256: z.string(),
  frozenBy: z.string(),
  frozenAt: z.string(),
  publishedAt: z.string().nullable(),
});
export type RevisionView = z.infer<typeof RevisionView>;

export const ReportPage = ReportContent.extend({
  /** The revision that is shown; null: the figures as they stand now. */
  shown: RevisionView.nullable(),
  revisions: z.array(RevisionView),
  can: z.object({ freeze: z.boolean(), publish: z.boolean() }),
});
export type ReportPage = z.infer<typeof ReportPage>;

/** A row as everybody may read it: `isHidden` where the number is small, or would tell a small one. */
export const PublicFigureRow = FigureRow.omit({ size: true }).extend({ isHidden: z.boolean() });
export const PublicFigure = ReportFigure.omit({ rows: true }).extend({ rows: z.array(PublicFigureRow) });
export type PublicFigure = z.infer<typeof PublicFigure>;
export const PublicReport = z.object({
  authority: z.string(),
  year: z.number().int(),
  revision: z.number().int(),
  reason: z.string().nullable(),
  figures: z.array(PublicFigure),
  laws: z.array(UsedLaw),
  frozenAt: z.string(),
  /** The frozen report behind it. */
  snapshot: z.object({ id: z.string(), sha256: z.string() }),
  leastPublic: z.number().int(),
});
export type PublicReport = z.infer<typeof PublicReport>;

/** What the passkey confirms: that these very figures become public. */
export const stepUpForReport = {
  publish: (reportId: string, sha256: string): StepUpBinding => ({
    act: "authority_report.publish",
    object: reportId,
    version: sha256.slice(0, 16),
  }),
} as const;
