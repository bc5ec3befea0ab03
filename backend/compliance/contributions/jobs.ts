// Background work of contributions: reminders by mail.
import { z } from "zod";
import type { JobList } from "../../platform/jobs/index.ts";
import { mailReminder, remindJob } from "./keep-years.ts";

const Payload = z.object({ reminderId: z.string() });

export const contributionJobs: JobList = {
  [remindJob]: async (ctx, payload) => await mailReminder(ctx, Payload.parse(payload)),
};
