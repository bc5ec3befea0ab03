// Background work of the committee: mails with links to ministries, and their reminders once a day.
import { z } from "zod";
import type { JobList } from "../../platform/jobs/index.ts";
import { remindRequests, sendRequest, sendRequestJob } from "./ask-data.ts";

const SendRequest = z.object({ requestId: z.string(), reminder: z.number().int() });

export const reviewJobs: JobList = {
  [sendRequestJob]: async (ctx, payload) => await sendRequest(ctx, SendRequest.parse(payload)),
  "review.remind_requests": async (ctx) => await remindRequests(ctx),
};
