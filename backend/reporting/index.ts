// The door of reporting: what the desk reads, and the work that keeps the log published, witnessed and watched.
import type { RouteDeclaration } from "../platform/http/index.ts";
import { directoryRoutes } from "./directory/routes.ts";
import { explanationRoutes } from "./explanations/routes.ts";
import { logRoutes } from "./log/routes.ts";
import { reportingRoutes as pageRoutes } from "./routes.ts";

export const reportingRoutes: RouteDeclaration[] = [
  ...pageRoutes,
  ...directoryRoutes,
  ...explanationRoutes,
  ...logRoutes,
];

export { reportingJobs } from "./log/jobs.ts";
export { readTrust } from "./log/read-public-log.ts";
