// The door of network claims.
export { importDelegated } from "./delegated/import-delegated.ts";
export { claimJobs } from "./jobs.ts";
export { claimRoutes } from "./routes.ts";
export { whoHeld } from "./who-held.ts";
