// What an analyst can ask of a report and of a case: shapes with limits and clear refusals. Pure; the desk validates with it too.
import { z } from "zod";
import { levels } from "../triage/model.ts";

export const caseStatuses = ["open", "waiting", "closed"] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const closeOutcomes = ["resolved", "false_positive", "not_an_incident", "duplicate", "unresolved"] as const;
export type CloseOutcome = (typeof closeOutcomes)[number];

export const verdicts = ["true", "false", "benign"] as const;
export type Verdict = (typeof verdicts)[number];

/** Limits of what is typed at the desk, in characters and counts. */
export const deskLimits = { title: 300, reason: 2000, note: 20_000, reportsAtOnce: 100 } as const;

const id = z.uuid("Expected an identifier.");
const version = z.int("Expected the version that you saw.").min(1);
const reason = z
  .string("Expected a reason in words.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`);
const severity = z.enum(levels, `Expected one of ${levels.join(", ")}.`);
const title = z
  .string("Expected a title.")
  .trim()
  .min(1, "Expected a title.")
  .max(deskLimits.title, `Expected at most ${deskLimits.title} characters.`);

export const OpenCase = z.strictObject({
  reportIds: z.array(id).min(1, "Expected at least one report.").max(deskLimits.reportsAtOnce),
  /** Absent: taken from the first report. */
  title: title.optional(),
  severity: severity.optional(),
});
export type OpenCase = z.infer<typeof OpenCase>;

export const JoinReport = z.strictObject({ caseId: id, reportId: id });
export type JoinReport = z.infer<typeof JoinReport>;

export const LeaveReport = z.strictObject({ caseId: id, reportId: id, reason });
export type LeaveReport = z.infer<typeof LeaveReport>;

export const ChangeCase = z.strictObject({
  caseId: id,
  version,
  title: title.optional(),
  severity: severity.optional(),
  status: z.enum(["open", "waiting"], "Expected open or waiting; closing has its own act.").optional(),
  /** null: nobody. */
  ownerId: id.nullable().optional(),
});
export type ChangeCase = z.infer<typeof ChangeCase>;

export const AddNote = z.strictObject({
  caseId: id,
  body: z
    .string("Expected a text.")
    .trim()
    .min(1, "Expected a text.")
    .max(deskLimits.note, `Expected at most ${deskLimits.note} characters.`),
});
export type AddNote = z.infer<typeof AddNote>;

export const CloseCase = z.strictObject({
  caseId: id,
  version: version.optional(),
  outcome: z.enum(closeOutcomes, `Expected one of ${closeOutcomes.join(", ")}.`),
  reason,
});
export type CloseCase = z.infer<typeof CloseCase>;

export const ReopenCase = z.strictObject({ caseId: id, reason });
export type ReopenCase = z.infer<typeof ReopenCase>;

export const AssignReport = z.strictObject({ reportId: id, personId: id.nullable(), version: version.optional() });
export type AssignReport = z.infer<typeof AssignReport>;

/** Whatever should end a sleep may never come: it ends after so many days at the latest, where no time is said. */
export const longestWaitDays = 30;
/** What ends a sleep before its time: the reporter's answer, or `count` more reports that share a value. */
export interface WakesOn {
  kind: "answer" | "alike";
  count: number | null;
}
export interface Woken {
  by: "answer" | "alike";
  at: string;
}

export const SnoozeReport = z.strictObject({
  reportId: id,
  /** null wakes it. With `wakesOn`, the latest moment; absent there: in thirty days. */
  until: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." }).nullish(),
  /** What ends the sleep before its time: the reporter's answer, or so many more reports that share a value with it. */
  wakesOn: z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({ kind: z.literal("answer") }),
        z.strictObject({
          kind: z.literal("alike"),
          count: z
            .int("Expected a number from 1 to 1,000.")
            .min(1, "Expected a number from 1 to 1,000.")
            .max(1000, "Expected a number from 1 to 1,000."),
        }),
      ],
      "Expected the kind answer, or the kind alike with a count.",
    )
    .optional(),
  version: version.optional(),
});
export type SnoozeReport = z.infer<typeof SnoozeReport>;

export const RejectReport = z.strictObject({ reportId: id, reason, version: version.optional() });
export type RejectReport = z.infer<typeof RejectReport>;

export const CloseReport = z.strictObject({ reportId: id, reason, version: version.optional() });
export type CloseReport = z.infer<typeof CloseReport>;

export const ReopenReport = z.strictObject({ reportId: id });
export type ReopenReport = z.infer<typeof ReopenReport>;

export const ChangeAssessment = z.strictObject({
  reportId: id,
  version: version.optional(),
  rsitClass: z.string("Expected a class of the taxonomy.").max(60),
  rsitType: z.string("Expected a type of that class.").max(60),
  severity,
  /** Constituents concerned, by id; absent leaves them as they are. */
  constituentIds: z.array(id).max(50).optional(),
  reason,
});
export type ChangeAssessment = z.infer<typeof ChangeAssessment>;

export const JudgeFinding = z.strictObject({
  findingId: id,
  /** null takes the verdict back. */
  verdict: z.enum(verdicts, `Expected one of ${verdicts.join(", ")}.`).nullable(),
  reason: z.string().trim().max(deskLimits.reason).optional(),
});
export type JudgeFinding = z.infer<typeof JudgeFinding>;

/** What a case act gives back: enough to repaint a row. */
export interface CaseHead {
  id: string;
  reference: string;
  title: string;
  status: CaseStatus;
  severity: string;
  version: number;
}

/** What a report act gives back. */
export interface ReportHead {
  id: string;
  reference: string;
  status: string;
  severity: string | null;
  assignedTo: string | null;
  snoozedUntil: string | null;
  version: number;
}
