// The door of triage.
export { triageJobs, triageSubscriptions } from "./jobs.ts";
