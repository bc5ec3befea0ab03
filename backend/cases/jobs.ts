// Background work of cases: releases that nobody countersigned are taken back.
import type { JobList } from "../platform/jobs/index.ts";
import { withdrawReleaseJob } from "./marking/change-marking.ts";
import { withdrawRelease } from "./marking/settle-release.ts";

export const casesJobs: JobList = { [withdrawReleaseJob]: withdrawRelease };
