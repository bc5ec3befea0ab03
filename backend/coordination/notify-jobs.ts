// The worker's part in findings lists, notifications, advisories and takedown requests.
import type { Context } from "../platform/context/index.ts";
import type { JobList } from "../platform/jobs/index.ts";
import { mailAdvisory, resumeAdvisories } from "./advisories/mail-advisory.ts";
import { mailAdvisoryJob } from "./advisories/publish-advisory.ts";
import { tidySubscribers } from "./advisories/subscribe.ts";
import { tidyDraftFiles } from "./conversations/files/message-files.ts";
import { keepFindings, resumeFindings, tidyFindings } from "./findings-lists/keep-findings.ts";
import { keepFindingsJob } from "./findings-lists/take-list.ts";
import { actOnDue } from "./notifications/act-due.ts";
import { sendRunStep } from "./notifications/send-run.ts";
import { resumeRuns, sendRunJob } from "./notifications/start-run.ts";
import { remindChecks } from "./takedown/ask-takedown.ts";

export const notifyingJobs: JobList = {
  [keepFindingsJob]: keepFindings,
  [sendRunJob]: sendRunStep,
  [mailAdvisoryJob]: mailAdvisory,
  "coordination.act_on_due": async (ctx) => await actOnDue(ctx),
  "coordination.resume_notifying": async (ctx) => await resumeNotifying(ctx),
  "coordination.remind_checks": async (ctx) => await remindChecks(ctx),
  "coordination.tidy_notifying": async (ctx) => {
    await tidyFindings(ctx);
    await tidySubscribers(ctx);
    await tidyDraftFiles(ctx);
  },
};

/** Takes up what a crash left, of all of them. */
export async function resumeNotifying(ctx: Context): Promise<void> {
  await resumeFindings(ctx);
  await resumeRuns(ctx);
  await resumeAdvisories(ctx);
}
