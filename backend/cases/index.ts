// The door of cases: what can be done with a report at the desk, and the life of a case.
export { addNote } from "./add-note.ts";
export { assignReport } from "./assign-report.ts";
export { changeAssessment } from "./change-assessment.ts";
export { changeCase } from "./change-case.ts";
export { closeCase } from "./close-case.ts";
export { rejectReport } from "./end-report.ts";
export { joinReport } from "./join-report.ts";
export { judgeFinding } from "./judge-finding.ts";
export { leaveReport } from "./leave-report.ts";
export { openCase } from "./open-case.ts";
export { reopenCase } from "./reopen-case.ts";
export { reopenReport } from "./reopen-report.ts";
export { casesRoutes } from "./routes.ts";
export { snoozeReport } from "./snooze-report.ts";
