// Background work of the register: once a day contacts that ended long ago are forgotten.
import type { JobList } from "../../platform/jobs/index.ts";
import { forgetContacts } from "./retention.ts";

/** `register.forget_contacts` is to be run once a day. */
export const registerJobs: JobList = {
  "register.forget_contacts": async (ctx) => void (await forgetContacts(ctx)),
};
