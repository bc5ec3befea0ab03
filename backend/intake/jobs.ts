// Background work of intake: a receipt is sealed first, and once a day what is over is removed.
import type { JobList, Subscriptions } from "../platform/jobs/index.ts";
import { followCustody } from "./sealed/follow-custody.ts";
import { sealReceipt } from "./seal-receipt.ts";
import { tidyIntake } from "./tidy.ts";

/** `intake.tidy` is to be run once a day. */
export const intakeJobs: JobList = {
  "intake.tidy": async (ctx) => void (await tidyIntake(ctx)),
};

export const intakeSubscriptions: Subscriptions = {
  "custody.changed": { "intake.follow_custody": async (ctx) => await followCustody(ctx) },
  "report.received": { "intake.seal_receipt": async (ctx, event) => await sealReceipt(ctx, event.reportId) },
};
