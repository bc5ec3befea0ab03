// Decisions about reports and cases: given the rows and the instant, either nothing or a refusal with its reason. Pure.
import { AppError, invalidInput } from "../platform/errors/index.ts";
import { isRsitPair } from "../triage/rsit/model.ts";

export interface ReportState {
  status: string;
  version: number;
  caseId: string | null;
}

export interface CaseState {
  status: string;
  version: number;
}

/** Refuses a write that was made on an older version than the stored one. */
export function decideVersion(stored: number, seen: number | undefined, what: "report" | "case"): void {
  if (seen !== undefined && seen !== stored)
    throw new AppError("conflict", `This ${what} was changed by somebody else in the meantime.`, {
      words: "forms.conflict.changed",
      fields: [{ path: "version", message: `Expected ${stored}.` }],
    });
}

/** A report goes into one case at a time, and not after it was closed. */
export function decideJoin(report: ReportState, target?: CaseState): void {
  if (report.caseId !== null)
    throw new AppError("refused", "This report belongs to a case already. Take it out first.", {
      words: "refusals.report_in_case",
    });
  if (isEnded(report))
    throw new AppError("refused", "This report is closed. Reopen it first.", { words: "refusals.report_closed" });
  if (target && target.status === "closed")
    throw new AppError("refused", "This case is closed. Reopen it first.", { words: "refusals.case_closed" });
}

export function decideLeave(report: ReportState, caseId: string, holder: CaseState): void {
  if (report.caseId !== caseId) throw new AppError("not_found", "No such report in this case.");
  if (holder.status === "closed")
    throw new AppError("refused", "This case is closed. Reopen it first.", { words: "refusals.case_closed" });
}

export function decideChange(before: CaseState): void {
  if (before.status === "closed")
    throw new AppError("refused", "This case is closed. Reopen it first.", { words: "refusals.case_closed" });
}

export function decideClose(before: CaseState): void {
  if (before.status === "closed")
    throw new AppError("refused", "This case is closed already.", { words: "refusals.case_closed_already" });
}

export function decideReopen(before: CaseState): void {
  if (before.status !== "closed") throw new AppError("refused", "This case is open.", { words: "refusals.case_open" });
}

/** Rejecting and closing alone are for reports outside a case; a case closes its reports itself. */
export function decideEnd(report: ReportState): void {
  if (report.caseId !== null)
    throw new AppError("refused", "This report belongs to a case. Close the case, or take the report out first.", {
      words: "refusals.report_of_case",
    });
  if (isEnded(report))
    throw new AppError("refused", "This report is closed already.", { words: "refusals.report_closed_already" });
}

export function decideReopenReport(report: ReportState): void {
  if (!isEnded(report)) throw new AppError("refused", "This report is open.", { words: "refusals.report_open" });
  if (report.caseId !== null)
    throw new AppError("refused", "This report belongs to a closed case. Reopen the case.", {
      words: "refusals.report_of_closed_case",
    });
}

/** A sleep ends in the future and within a year. */
export function decideSnooze(report: ReportState, until: Date | null, now: Date): void {
  if (isEnded(report))
    throw new AppError("refused", "This report is closed. Reopen it first.", { words: "refusals.report_closed" });
  if (until === null) return;
  const ahead = until.getTime() - now.getTime();
  if (ahead <= 0) throw invalidInput([{ path: "until", message: "Expected a time in the future." }]);
  if (ahead > 366 * 86_400_000) throw invalidInput([{ path: "until", message: "Expected a time within a year." }]);
}

export interface AssessmentFacts {
  rsitClass: string;
  rsitType: string;
  severity: string;
  constituentIds: string[];
}

/** A changed assessment stays within the taxonomy and differs from the one before. */
export function decideAssessment(before: AssessmentFacts | undefined, after: AssessmentFacts): void {
  if (!isRsitPair(after.rsitClass, after.rsitType))
    throw invalidInput([{ path: "rsitType", message: "Expected a type that belongs to the class." }]);
  if (!before) return;
  const isSame =
    before.rsitClass === after.rsitClass &&
    before.rsitType === after.rsitType &&
    before.severity === after.severity &&
    [...before.constituentIds].sort().join() === [...after.constituentIds].sort().join();
  if (isSame)
    throw new AppError("refused", "This is the assessment as it stands. Nothing was changed.", {
      words: "refusals.same_assessment",
    });
}

/** Calling a match wrong or harmless needs a word why; agreeing does not. */
export function decideVerdict(verdict: string | null, reason: string | undefined): void {
  if ((verdict === "false" || verdict === "benign") && (reason ?? "").length < 3)
    throw invalidInput([{ path: "reason", message: "Expected a reason of at least 3 characters." }]);
}

/** A title from what was said: the subject, else the first line, cut at a word. At most 120 characters. */
export function suggestTitle(subject: string, description: string): string {
  const text = (subject.trim() || description.trim().split("\n")[0] || "").replace(/\s+/g, " ").trim();
  if (text.length <= 120) return text || "?";
  const cut = text.slice(0, 119);
  const space = cut.lastIndexOf(" ");
  return `${space > 60 ? cut.slice(0, space) : cut}…`;
}

/** The severest of some levels; medium where none was assessed. */
export function highestSeverity(severities: readonly (string | null)[]): string {
  const order = ["informational", "low", "medium", "high", "critical"];
  const ranks = severities.filter((level) => level !== null).map((level) => order.indexOf(level));
  return order[Math.max(-1, ...ranks)] ?? "medium";
}

function isEnded(report: ReportState): boolean {
  return report.status === "closed" || report.status === "rejected";
}
