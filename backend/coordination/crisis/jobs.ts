// The worker's part in a crisis: situation reports are reminded of, frozen at their time, and sent to contacts outside.
import type { JobList } from "../../platform/jobs/index.ts";
import { sendSituation, sendSituationJob } from "./deliver-situation.ts";
import { followClock } from "./freeze-situation.ts";

/** `coordination.crisis_clock` is to be run every minute. */
export const crisisJobs: JobList = {
  [sendSituationJob]: sendSituation,
  "coordination.crisis_clock": async (ctx) => await followClock(ctx),
};
