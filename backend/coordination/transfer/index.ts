// The door of handing over to other bodies.
import type { JobList } from "../../platform/jobs/index.ts";
import { sendTransferJob } from "./hand-over.ts";
import { sendTransfer } from "./send-transfer.ts";

export { confirmHanded, readHanded } from "./confirm-receipt.ts";
export { transferRoutes } from "./routes.ts";

export const transferJobs: JobList = { [sendTransferJob]: sendTransfer };
