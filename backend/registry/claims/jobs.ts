// Claims as background work: proofs in DNS are looked at again.
import type { JobList } from "../../platform/jobs/index.ts";
import { recheckProofs } from "./recheck-proofs.ts";

export const claimJobs: JobList = {
  "claims.recheck": async (ctx) => void (await recheckProofs(ctx)),
};
