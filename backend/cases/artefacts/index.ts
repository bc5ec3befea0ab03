// The door of artefacts.
import type { JobList } from "../../platform/jobs/index.ts";
import { lookAtArtefactJob } from "./ask-analysis.ts";
import { runSandboxJob } from "./ask-sandbox.ts";
import { lookAtArtefact } from "./look-at-artefact.ts";
import { runSandbox } from "./run-sandbox.ts";

export { artefactRoutes } from "./routes.ts";

export const artefactJobs: JobList = { [lookAtArtefactJob]: lookAtArtefact, [runSandboxJob]: runSandbox };
