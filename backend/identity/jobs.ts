// Background work of identity: once a day what is over is forgotten.
import type { JobList } from "../platform/jobs/index.ts";
import { tidyIdentity } from "./tidy.ts";

/** `identity.tidy` is to be run once a day. */
export const identityJobs: JobList = {
  "identity.tidy": async (ctx) => void (await tidyIdentity(ctx)),
};
