// The door of triage.
export { closeTriage, triageJobs, triageSubscriptions } from "./jobs.ts";
export { openEngines, shippedRules, type Engines } from "./open-engines.ts";
export { runTriage } from "./run-triage.ts";
