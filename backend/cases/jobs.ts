// Background work of cases: releases that nobody countersigned are taken back, playbooks begin with a case and wake when a wait is over, sleeping reports wake by what happened.
import type { JobList, Subscriptions } from "../platform/jobs/index.ts";
import { artefactJobs } from "./artefacts/index.ts";
import { oldWorkJobs } from "./old-work/index.ts";
import { wakePlaybookJob } from "./playbooks/advance-run.ts";
import { wakePlaybook } from "./playbooks/answer-step.ts";
import { startByThemselves } from "./playbooks/start-playbook.ts";
import { wakeAlike, wakeAtAnswer } from "./sleep/wake-reports.ts";
import { withdrawReleaseJob } from "./marking/change-marking.ts";
import { withdrawRelease } from "./marking/settle-release.ts";

export const casesJobs: JobList = {
  [withdrawReleaseJob]: withdrawRelease,
  [wakePlaybookJob]: wakePlaybook,
  ...artefactJobs,
  ...oldWorkJobs,
};

export const casesSubscriptions: Subscriptions = {
  "message.from_reporter": {
    "cases.wake_at_answer": async (ctx, event) => await wakeAtAnswer(ctx, event.reportId),
  },
  "report.triaged": { "cases.wake_alike": async (ctx, event) => await wakeAlike(ctx, event.reportId) },
  "case.opened": { "cases.start_playbooks": async (ctx, event) => await startByThemselves(ctx, event.caseId) },
};
