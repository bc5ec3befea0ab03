// Background work of the log: hourly publication, witnesses and stamps, checks of itself, and the watch over who reads what.
import { askWitnesses, checkLog, publishLog, stampLog } from "../../platform/audit/index.ts";
import type { JobList } from "../../platform/jobs/index.ts";
import { watchLog } from "./watch-log.ts";

export const reportingJobs: JobList = {
  "log.publish": async (ctx) => {
    await publishLog(ctx);
    await askWitnesses(ctx);
    await stampLog(ctx);
  },
  "log.witness": async (ctx) => {
    await askWitnesses(ctx);
    await stampLog(ctx);
  },
  "log.watch": async (ctx) => void (await watchLog(ctx)),
  "log.check_newest": async (ctx) => void (await checkLog(ctx, "newest")),
  "log.check_whole": async (ctx) => void (await checkLog(ctx, "whole")),
};
