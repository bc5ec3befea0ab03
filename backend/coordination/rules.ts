// Decisions of coordination: who is answered on which way, what may leave by mail, what a mail is. Pure; `now` is an argument.
import type { ReportStatus } from "../intake/model.ts";

/** A reporter may add to any report but one that was put aside. */
export function mayReporterAdd(status: ReportStatus): boolean {
  return status !== "rejected";
}
