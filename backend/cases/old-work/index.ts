// The door of old work.
import type { JobList } from "../../platform/jobs/index.ts";
import { bringIn } from "./bring-in.ts";
import { bringInJob } from "./take-old-file.ts";

export { bringIn } from "./bring-in.ts";
export { TakeOldFile } from "./model.ts";
export { listOldRows, readOldImport } from "./read-old.ts";
export { oldWorkRoutes } from "./routes.ts";
export { changeOldImport, forgetOldImport, startOldImport, takeOldFile } from "./take-old-file.ts";
export { undoOldImport } from "./undo-import.ts";

export const oldWorkJobs: JobList = { [bringInJob]: bringIn };
