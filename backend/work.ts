// The list of background work of all domains: jobs, listeners of events, and what runs by the clock.
import { edgeJobs } from "./work-edge.ts";
import { casesJobs, casesSubscriptions } from "./cases/index.ts";
import {
  contributionJobs,
  officeSubscriptions,
  yearJobs,
  yearSubscriptions,
  filingJobs,
  ownDutyJobs,
} from "./compliance/index.ts";
import { demoSubscriptions } from "./demo/index.ts";
import { identityJobs } from "./identity/index.ts";
import { coordinationJobs, coordinationSubscriptions, resumeNotifying } from "./coordination/index.ts";
import { intakeJobs, intakeSubscriptions } from "./intake/index.ts";
import type { JobContext, JobList, Subscriptions } from "./platform/jobs/index.ts";
import { registerJobs, importJobs, qualityJobs, resumeImports } from "./registry/index.ts";
import { claimJobs, tidyClaims } from "./registry/index.ts";
import { reportingJobs, reportingSubscriptions } from "./reporting/index.ts";
import { triageBeginnings, triageJobs, triageSubscriptions } from "./triage/index.ts";

export const jobs: JobList = {
  ...identityJobs,
  ...registerJobs,
  ...importJobs,
  ...qualityJobs,
  ...claimJobs,
  ...intakeJobs,
  ...edgeJobs,
  ...triageJobs,
  ...casesJobs,
  ...coordinationJobs,
  ...filingJobs,
  ...ownDutyJobs,
  "enrolment.tidy": async (ctx) => void (await tidyClaims(ctx)),
  ...reportingJobs,
  ...contributionJobs,
  ...yearJobs,
};

type Listener = (ctx: JobContext, event: never) => Promise<void>;

/** Event → listener → handler; the listeners of all domains under one event. */
export const subscriptions: Record<string, Record<string, Listener>> = mergeSubscriptions([
  intakeSubscriptions,
  triageSubscriptions,
  casesSubscriptions,
  coordinationSubscriptions,
  officeSubscriptions,
  yearSubscriptions,
  reportingSubscriptions,
  demoSubscriptions,
]);

/** What the worker does once when it starts, beside its first jobs. */
export const beginnings: Record<string, (ctx: JobContext) => Promise<void>> = {
  ...triageBeginnings,
  "registry.resume_imports": resumeImports,
  "coordination.resume_notifying": resumeNotifying,
};

/** Crontab lines of graphile-worker, in UTC; it writes a job's name with a colon where ours has a dot. */
export const crontab = [
  "17 3 * * * intake:tidy",
  "* * * * * edge:fetch",
  "*/10 * * * * edge:publish",
  "19 3 * * * enrolment:tidy",
  "23 3 * * * identity:tidy",
  "37 3 * * * register:forget_contacts",
  "37 4 * * * claims:recheck",
  "*/5 * * * * rules:withdraw",
  "41 2 * * * rules:measure_yara",
  "29 3 * * * rules:tidy_imports",
  "* * * * * registry:resume_imports",
  "37 3 * * * registry:tidy_imports",
  "11 7 * * * registry:ask_contacts",
  "53 3 * * * registry:keep_quality",
  // At the full hour, whatever was done: the time of a publication tells nothing.
  "0 * * * * log:publish",
  "*/5 * * * * log:witness",
  "*/5 * * * * log:watch",
  "*/10 * * * * log:check_newest",
  "41 2 * * * log:check_whole",
  "7 6 * * * review:remind_requests",
  "47 * * * * charts:count",
  // Every hour: a day ends at another hour in each country.
  "13 * * * * assessments:end_exceptions",
  "21 7 * * * assessments:remind",
  "*/5 * * * * coordination:act_on_due",
  "* * * * * coordination:crisis_clock",
  "43 * * * * coordination:make_contact_book",
  "* * * * * service:watch",
  "27 4 * * * desk:forget_drafts",
  "* * * * * duty:watch",
  "7 6 * * * duty:look_ahead",
  "* * * * * coordination:resume_notifying",
  "*/10 * * * * coordination:remind_checks",
  "* * * * * coordination:resume_disclosures",
  "47 3 * * * coordination:tidy_notifying",
].join("\n");

function mergeSubscriptions(parts: Subscriptions[]): Record<string, Record<string, Listener>> {
  const merged: Record<string, Record<string, Listener>> = {};
  for (const part of parts) {
    for (const [type, listeners] of Object.entries(part)) merged[type] = { ...merged[type], ...listeners };
  }
  return merged;
}
