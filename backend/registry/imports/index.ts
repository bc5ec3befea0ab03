// The door of imports: routes, the worker's steps, and what takes up an interrupted one.
import type { JobList } from "../../platform/jobs/index.ts";
import { resumeImports, runImportStep, tidyImports } from "./run-step.ts";
import { importStepJob } from "./start-import.ts";

export { importRoutes } from "./routes.ts";
export { resumeImports } from "./run-step.ts";

export const importJobs: JobList = {
  [importStepJob]: runImportStep,
  "registry.resume_imports": async (ctx) => await resumeImports(ctx),
  "registry.tidy_imports": async (ctx) => await tidyImports(ctx),
};
