// The door of reporting: what the desk reads.
export { reportingRoutes } from "./routes.ts";
