// Background work of self-assessments and of people's requests: exceptions end, owners are reminded, evidence is looked at.
import type { JobList } from "../../platform/jobs/index.ts";
import { endReachedExceptions } from "../assessments/answer-duty.ts";
import { scanEvidence, scanEvidenceJob } from "../assessments/keep-evidence.ts";
import { remindOwners } from "./remind-owners.ts";

export const ownDutyJobs: JobList = {
  "assessments.end_exceptions": async (ctx) => void (await endReachedExceptions(ctx)),
  "assessments.remind": async (ctx) => void (await remindOwners(ctx)),
  [scanEvidenceJob]: async (ctx, payload) => await scanEvidence(ctx, payload),
};
