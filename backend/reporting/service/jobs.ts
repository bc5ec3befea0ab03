// Background work of the own clocks and the rota: clocks begin and end with what they belong to; every minute what is late and who is to be woken is looked for.
import type { JobList, Subscriptions } from "../../platform/jobs/index.ts";
import { lookAhead, raiseForReport, watchAlarms } from "../rota/watch-rota.ts";
import { startClocks } from "./start-clocks.ts";
import { watchClocks } from "./watch-clocks.ts";

export const serviceJobs: JobList = {
  "service.watch": async (ctx) => void (await watchClocks(ctx)),
  "duty.watch": async (ctx) => await watchAlarms(ctx),
  "duty.look_ahead": async (ctx) => void (await lookAhead(ctx)),
};

export const serviceSubscriptions: Subscriptions = {
  "report.received": { "service.start": async (ctx, { reportId }) => await startClocks(ctx, { reportId }) },
  "report.triaged": { "duty.raise": async (ctx, { reportId }) => await raiseForReport(ctx, reportId) },
  "case.opened": { "service.start": async (ctx, { caseId }) => await startClocks(ctx, { caseId }) },
  "case.closed": { "service.settle": async (ctx) => void (await watchClocks(ctx)) },
};
