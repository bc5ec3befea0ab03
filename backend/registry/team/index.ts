// The door of the team's description of itself.
export { readTeamDescription } from "./keep-description.ts";
export { writeRfc2350 } from "./rfc2350.ts";
export { teamRoutes } from "./routes.ts";
