// Background work of coordination: mails are read, acknowledged and sent.
import type { JobList, Subscriptions } from "../platform/jobs/index.ts";
import { acknowledgeReport } from "./acknowledge.ts";
import { notifyPerson } from "./notify-person.ts";
import { sendMailJob } from "./outbox.ts";
import { sendQueuedMail } from "./send-mail.ts";
import { sortMail } from "./sort-mail.ts";
import { sortMailJob } from "./take-mail.ts";

export const coordinationJobs: JobList = {
  [sendMailJob]: sendQueuedMail,
  [sortMailJob]: sortMail,
};

export const coordinationSubscriptions: Subscriptions = {
  "identity.changed": {
    "coordination.notify_person": async (ctx, event) => await notifyPerson(ctx, event),
  },
  "report.received": { "coordination.acknowledge": async (ctx, event) => await acknowledgeReport(ctx, event.reportId) },
};
