// Facts of a rule in the reader's words: what it costs, whose it is, what a gate or a back-test says.
import type { RuleCost, RuleRow, TrialHead } from "../../../backend/triage/rules/model.ts";
import { formatNumber, formatShare } from "../../platform/format.ts";
import type { Words } from "../../platform/words.ts";

/** "0.04 · 12.3 µs": share of the time of all rules of its kind, and the mean of one evaluation. */
export function sayCost(t: Words, { share, meanMicroseconds }: RuleCost): string {
  // One evaluation in sixteen is timed: a rule that was seldom asked may have none.
  if (meanMicroseconds === null || meanMicroseconds === 0) return t("rules.not_measured");
  const mean = `${formatNumber(meanMicroseconds)} µs`;
  return share === null ? mean : `${formatShare(share)} · ${mean}`;
}

/** Author, licence, pack or origin. */
export function sayOwner(t: Words, row: Pick<RuleRow, "author" | "licence" | "pack" | "origin">): string {
  const origin = row.pack ? row.pack.name : t(`rules.origin.${row.origin}`);
  return [row.author, row.licence, origin].filter((part) => part !== "").join(" · ");
}

/** Over what a trial goes. @param moment says an instant, as `Said` gives it. */
export function saySpan(t: Words, { sinceAt }: Pick<TrialHead, "sinceAt">, moment: (at: string) => string): string {
  return sinceAt === null ? t("rules.trial.everything") : t("rules.trial.since", { time: moment(sinceAt) });
}

export function sayProgress(t: Words, { progress }: TrialHead): string {
  return t("rules.trial.progress", {
    reports: progress.reports,
    ofReports: progress.ofReports,
    files: progress.files,
    events: progress.events,
    values: progress.values,
  });
}
