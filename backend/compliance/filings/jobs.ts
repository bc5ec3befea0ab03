// Background work of filings.
import type { JobList } from "../../platform/jobs/index.ts";
import { announceFilings, announceJob } from "./announce.ts";

export const filingJobs: JobList = { [announceJob]: announceFilings };
